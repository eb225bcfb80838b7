using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Translates the keys and values of a store between bytes and text, for queries.</summary>
internal abstract class StoreFormat
{
    /// <summary>Whether keys are text, so that a prefix makes sense.</summary>
    public abstract bool HasTextKeys { get; }

    /// <summary>Parses a key.</summary>
    /// <param name="text">The key as text.</param>
    /// <param name="stored">Receives the bytes that the store has for it.</param>
    /// <param name="sent">Receives the bytes that a topic has for it, which decide the partition.</param>
    /// <returns>False where the text is not a key.</returns>
    public abstract bool TryParseKey(string text, out byte[] stored, out byte[] sent);

    /// <summary>Length of the windows that a key has rows for, in milliseconds; null where it has one row.</summary>
    public virtual long? WindowMs => null;

    /// <summary>Whether a key has rows for sessions, each as long as it is.</summary>
    public virtual bool HasSessions => false;

    /// <summary>Whether a key has rows for windows of any kind.</summary>
    public bool HasWindows => HasSessions || WindowMs is not null;

    /// <summary>Parses a key without a window, for all its windows that start in a range; sessions, that end
    /// in it.</summary>
    /// <param name="key">The key as text.</param>
    /// <param name="fromMs">First start, inclusive, milliseconds since 1970.</param>
    /// <param name="toMs">Last start, inclusive, milliseconds since 1970.</param>
    /// <param name="first">Receives the bytes of the first row that there may be.</param>
    /// <param name="end">Receives bytes right behind those of the last one.</param>
    /// <param name="sent">Receives the bytes that a topic has for the key, which decide the partition.</param>
    /// <returns>False where the text is not a key, or the store has no windows.</returns>
    public virtual bool TryParseWindows(
        string key, long fromMs, long toMs, out byte[] first, out byte[] end, out byte[] sent)
    {
        (first, end, sent) = ([], [], []);
        return false;
    }

    /// <summary>Walks the rows of a range that a reader may see.</summary>
    /// <param name="snapshot">The stores of a task.</param>
    /// <param name="index">Index of the store.</param>
    /// <param name="from">First key, inclusive; empty for the beginning.</param>
    /// <param name="to">Last key, exclusive; empty for the end.</param>
    /// <param name="backward">From the last row to the first.</param>
    public virtual IRowCursor Scan(
        IStateSnapshot snapshot, int index, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward) =>
        snapshot.Scan(index, from, to, backward);

    /// <summary>Walks all rows, for a comparison: also those that no reader asks for.</summary>
    /// <param name="snapshot">The stores of a task.</param>
    /// <param name="index">Index of the store.</param>
    public virtual IRowCursor ScanAll(IStateSnapshot snapshot, int index) =>
        Scan(snapshot, index, [], [], backward: false);

    /// <summary>Whether a reader may see a row that is there.</summary>
    /// <param name="snapshot">The stores of a task.</param>
    /// <param name="index">Index of the store.</param>
    /// <param name="stored">Key bytes of the row.</param>
    public virtual bool IsVisible(IStateSnapshot snapshot, int index, ReadOnlySpan<byte> stored) => true;

    public abstract string KeyText(ReadOnlySpan<byte> stored);

    public abstract string ValueJson(ReadOnlySpan<byte> value);
}
