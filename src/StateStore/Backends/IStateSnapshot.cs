using System.Buffers;

namespace Kappa.StateStores;

/// <summary>A consistent, unchanging view of a task's state, for queries. Thread-safe; dispose it soon.</summary>
public interface IStateSnapshot : IDisposable
{
    /// <summary>Position of the write that it shows; null for none.</summary>
    byte[]? Position { get; }

    /// <summary>Reads a row.</summary>
    /// <param name="store">Index of the store.</param>
    /// <param name="key">Key bytes.</param>
    /// <param name="value">Receives the value's bytes; cleared first.</param>
    /// <param name="timestampMs">Receives the row's timestamp.</param>
    bool TryGet(int store, ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs);

    /// <summary>Reads many rows at once.</summary>
    /// <param name="store">Index of the store.</param>
    /// <param name="rows">The keys; receives what was found.</param>
    void GetMany(int store, RowReads rows);

    /// <summary>Walks rows in the order of their key bytes.</summary>
    /// <param name="store">Index of the store.</param>
    /// <param name="from">First key, inclusive; empty for the beginning.</param>
    /// <returns>A cursor, which the caller disposes before the snapshot.</returns>
    IRowCursor Scan(int store, ReadOnlySpan<byte> from) => Scan(store, from, []);

    /// <summary>Walks the rows of a range in the order of their key bytes.</summary>
    /// <param name="store">Index of the store.</param>
    /// <param name="from">First key, inclusive; empty for the beginning.</param>
    /// <param name="to">Last key, exclusive; empty for the end.</param>
    /// <param name="backward">From the last row to the first.</param>
    /// <returns>A cursor, which the caller disposes before the snapshot.</returns>
    IRowCursor Scan(int store, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward = false);
}
