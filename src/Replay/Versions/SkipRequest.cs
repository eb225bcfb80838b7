namespace Kappa.Replay;

/// <summary>A record that a version is to pass over which has stopped at it.</summary>
/// <param name="Source">The source partition of the record.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Version">The version; null for the one that has stopped, the live one before others.</param>
/// <param name="By">Who asks for it.</param>
/// <param name="Reason">Why.</param>
public sealed record SkipRequest(
    TopicPartition Source, long Offset, int? Version = null, string? By = null, string? Reason = null);
