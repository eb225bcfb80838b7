namespace Kappa.Logs;

/// <summary>The offsets that bound a partition.</summary>
/// <param name="Earliest">First offset that is still there.</param>
/// <param name="LastStable">Offset after the last one that a committed reader may see.</param>
/// <param name="Synced">Offset after the last one that is on stable storage.</param>
/// <param name="Bytes">Bytes on disk.</param>
public readonly record struct PartitionOffsets(long Earliest, long LastStable, long Synced, long Bytes);
