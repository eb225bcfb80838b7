namespace Kappa.Logs;

/// <summary>A transaction whose records do not count.</summary>
/// <param name="ProducerId">Id of its producer.</param>
/// <param name="FirstOffset">Offset of its first record in the partition.</param>
/// <param name="LastOffset">Offset of the marker that aborted it.</param>
public readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long LastOffset);
