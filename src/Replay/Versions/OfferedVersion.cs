namespace Kappa.Replay;

/// <summary>A version whose code is here.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Class">Full name of its class.</param>
/// <param name="Artifact">Hash of its artifact; null where it is this process's own code.</param>
public sealed record OfferedVersion(Topology Topology, string Class, string? Artifact);
