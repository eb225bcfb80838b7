namespace Kappa.StateStores;

/// <summary>Walks the rows of a store in key order. One thread; spans are valid until the next move.</summary>
public interface IRowCursor : IKeyCursor, IDisposable
{
    /// <summary>Value bytes, without the timestamp.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Timestamp of the row, milliseconds since 1970.</summary>
    long TimestampMs { get; }
}
