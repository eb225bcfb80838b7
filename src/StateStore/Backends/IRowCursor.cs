namespace Kappa.StateStores;

/// <summary>Walks the rows of a store in key order. One thread; spans are valid until the next move.</summary>
public interface IRowCursor : IDisposable
{
    /// <summary>Moves to the next row.</summary>
    /// <returns>False behind the last one.</returns>
    bool MoveNext();

    /// <summary>Key bytes.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>Value bytes, without the timestamp.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Timestamp of the row, milliseconds since 1970.</summary>
    long TimestampMs { get; }
}
