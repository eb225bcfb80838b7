namespace Kappa.Cli;

/// <summary>Something that is wrong with a worker.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Version">The version; null where it is all of the topology.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Remedy">What to do first.</param>
internal sealed record HealthProblem(string Topology, long? Version, string What, Remedy Remedy);
