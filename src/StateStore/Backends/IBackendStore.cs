using System.Buffers;

namespace Kappa.StateStores;

/// <summary>One store below a cache, read by key bytes.</summary>
public interface IBackendStore
{
    /// <summary>Whether nothing was ever written to it, so that a cache above it knows all there is.</summary>
    bool IsEmpty { get; }

    /// <summary>Reads a row.</summary>
    /// <param name="key">Key bytes.</param>
    /// <param name="value">Receives the value's bytes; cleared first; reuse one writer for all reads.</param>
    /// <param name="timestampMs">Receives the row's timestamp.</param>
    /// <returns>False where there is no such row.</returns>
    bool TryGet(ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs);

    /// <summary>Reads many rows at once, which is faster than one after the other.</summary>
    /// <param name="rows">The keys; receives what was found.</param>
    void GetMany(RowReads rows);

    /// <summary>Walks the rows of a range in the order of their key bytes, as they are now.</summary>
    /// <param name="from">First key, inclusive; empty for the beginning.</param>
    /// <param name="to">Last key, exclusive; empty for the end.</param>
    /// <param name="backward">From the last row to the first.</param>
    /// <returns>A cursor, which the caller disposes before the next write.</returns>
    IRowCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward = false);
}
