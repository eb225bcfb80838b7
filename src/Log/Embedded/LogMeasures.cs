namespace Kappa.Logs;

/// <summary>What an embedded log has done since it was opened.</summary>
/// <param name="Commits">Commits that it has acknowledged.</param>
/// <param name="WrittenBytes">Bytes of their batches, as they lie in the log.</param>
/// <param name="Syncs">
/// Times that it has waited for the disk to have a group of commits; none where the policy leaves that to the interval.
/// </param>
/// <param name="Syncing">How long it has waited.</param>
public readonly record struct LogMeasures(long Commits, long WrittenBytes, long Syncs, TimeSpan Syncing);
