namespace Kappa.Engine;

/// <summary>A row as the bytes that a store holds.</summary>
internal readonly record struct RowBytes(byte[] Key, byte[] Value, long TimestampMs)
{
    /// <summary>Whether another row of the same key has the same value and timestamp.</summary>
    public bool IsSameAs(in RowBytes other) =>
        TimestampMs == other.TimestampMs && Value.AsSpan().SequenceEqual(other.Value);
}
