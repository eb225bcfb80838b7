namespace Kappa.Replay;

/// <summary>What the registry says of a topology again.</summary>
/// <param name="Topology">Name of the topology.</param>
/// <param name="Versions">Its versions, by number.</param>
/// <param name="Warnings">What could not be known, or is left to do, in full sentences.</param>
public sealed record RebuiltTopology(
    string Topology, IReadOnlyList<VersionRecord> Versions, IReadOnlyList<string> Warnings);
