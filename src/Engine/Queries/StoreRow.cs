namespace Kappa.Engine;

/// <summary>A row as the bytes that a store holds.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970.</param>
public readonly record struct StoreRow(byte[] Key, byte[] Value, long TimestampMs)
{
    /// <summary>Whether another row of the same key has the same value and timestamp.</summary>
    /// <param name="other">The other row.</param>
    public bool IsSameAs(in StoreRow other) =>
        TimestampMs == other.TimestampMs && Value.AsSpan().SequenceEqual(other.Value);
}
