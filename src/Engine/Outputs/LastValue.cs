namespace Kappa.Engine;

/// <summary>The last value of a key since the last commit.</summary>
internal struct LastValue<TKey, TValue>
{
    public TKey Key;
    public TValue? Value;
    public long TimestampMs;
    public byte[]? Headers;
    public bool HasValue;
    public int Hash;
    public int Next;
}
