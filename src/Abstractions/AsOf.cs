namespace Kappa;

/// <summary>What an answer is true as of: every answer about state carries one.</summary>
/// <param name="Topology">Name of the topology.</param>
/// <param name="Version">Version that answered.</param>
/// <param name="Cut">Number of the last committed cut.</param>
/// <param name="Offsets">
/// For each source partition, as <c>topic/partition</c>, the offset up to which input is included, exclusive.
/// </param>
public sealed record AsOf(string Topology, int Version, long Cut, IReadOnlyDictionary<string, long> Offsets);
