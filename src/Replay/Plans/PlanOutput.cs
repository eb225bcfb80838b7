namespace Kappa.Replay;

/// <summary>A topic that the version writes.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="IsTable">Whether the last value of each key is what counts, rather than every record.</param>
/// <param name="IsMuted">
/// Whether another version writes it, so that nothing is published before the cutover; else it is published from the
/// start of the replay.
/// </param>
/// <param name="Bytes">
/// Upper bound of what goes there in bytes, or of the image that is kept of a muted table; 0 for a muted stream, null
/// without a sample.
/// </param>
public sealed record PlanOutput(string Topic, bool IsTable, bool IsMuted, long? Bytes);
