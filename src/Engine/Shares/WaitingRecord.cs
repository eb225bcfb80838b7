namespace Kappa.Engine;

/// <summary>A record of a lane that waits for its turn.</summary>
internal readonly struct WaitingRecord<TKey, TValue>
{
    public required TKey Key { get; init; }

    public required TValue? Value { get; init; }

    public required bool HasValue { get; init; }

    /// <summary>Its own timestamp, milliseconds since 1970.</summary>
    public required long TimestampMs { get; init; }

    public required byte[]? Headers { get; init; }

    /// <summary>The partition of the source record that caused it.</summary>
    public required TopicPartition Source { get; init; }

    /// <summary>What it is merged by.</summary>
    public required Place Place { get; init; }

    public required SliceName Slice { get; init; }

    /// <summary>Where it lies in the lane topic.</summary>
    public required long Offset { get; init; }

    /// <summary>What it takes in the log.</summary>
    public required int Bytes { get; init; }
}
