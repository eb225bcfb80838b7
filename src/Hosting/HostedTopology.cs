namespace Kappa.Hosting;

/// <summary>A version that the worker of a host runs.</summary>
/// <param name="Make">Makes the class that describes it.</param>
internal sealed record HostedTopology(Func<ITopology> Make);
