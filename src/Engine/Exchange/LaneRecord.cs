namespace Kappa.Engine;

/// <summary>A record in a lane, with the slice that it belongs to and where it came from.</summary>
internal struct LaneRecord<TKey, TValue>
{
    public TKey Key;
    public TValue? Value;
    public long TimestampMs;
    public long PlaceTimestampMs; // With rank and offset: its place.
    public long Offset;
    public TopicPartition Source;
    public byte[]? Headers;
    public int Rank;
    public int Slice;
    public bool HasValue;
}
