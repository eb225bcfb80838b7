namespace Kappa.Engine;

/// <summary>The last value of a key since the last commit.</summary>
internal struct LastValue<TValue>
{
    public TValue? Value;
    public long TimestampMs;
    public byte[]? Headers;
    public bool HasValue;
    public int KeyStart; // Where the key's bytes begin.
    public int KeyLength;
    public int Hash;
    public int Next;
}
