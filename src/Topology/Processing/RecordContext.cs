namespace Kappa;

/// <summary>Where a record in progress comes from, for functions that ask.</summary>
/// <remarks>
/// All of it stands in the log: a replay sees the same. Behind an exchange it is that of the record of a source that
/// caused this one.
/// </remarks>
public readonly ref struct RecordContext
{
    internal RecordContext(string? topic, int partition, long offset, long timestampMs, RecordHeaders headers)
    {
        (Topic, Partition, Offset, TimestampMs) = (topic, partition, offset, timestampMs);
        Headers = headers;
    }

    /// <summary>The topic; null where a schedule of an operator caused the record by the clock.</summary>
    public string? Topic { get; }

    /// <summary>Number of the partition; -1 where a schedule caused the record.</summary>
    public int Partition { get; }

    /// <summary>Offset in the partition; -1 where a schedule caused the record.</summary>
    public long Offset { get; }

    /// <summary>The timestamp of the record, milliseconds since 1970.</summary>
    public long TimestampMs { get; }

    /// <summary>The headers; valid during the call.</summary>
    public RecordHeaders Headers { get; }
}
