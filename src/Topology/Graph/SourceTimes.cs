namespace Kappa.Graph;

/// <summary>How the records of a source get their time, where that is not the log's.</summary>
/// <param name="Extractor">Finds it.</param>
/// <param name="OnInvalid">What becomes of a record without one.</param>
internal sealed record SourceTimes<TKey, TValue>(TimestampExtractor<TKey, TValue> Extractor, InvalidTimestamp OnInvalid)
{
    /// <summary>Whether the time of the partition is kept.</summary>
    public bool KeepsTime => OnInvalid == InvalidTimestamp.UsePartitionTime;

    /// <summary>What belongs to the fingerprint.</summary>
    public IEnumerable<Setting> Settings =>
    [
        new("timestamps", "own"),
        new("invalid-timestamps", OnInvalid switch
        {
            InvalidTimestamp.Skip => "skip",
            InvalidTimestamp.UsePartitionTime => "partition-time",
            _ => "fail",
        }),
    ];
}
