namespace Kappa.Worker;

/// <summary>A version that an assembly has.</summary>
/// <param name="Topology">Built in a load context of its own: ready to run.</param>
/// <param name="ClassName">Full name of the class that describes it.</param>
internal sealed record LoadedVersion(Topology Topology, string ClassName);
