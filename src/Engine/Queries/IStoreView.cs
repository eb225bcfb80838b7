namespace Kappa.Engine;

/// <summary>
/// A consistent view of one store of a version, as of one committed cut. One thread; dispose it soon.
/// </summary>
public interface IStoreView : IDisposable
{
    /// <summary>What the view is true as of.</summary>
    AsOf AsOf { get; }

    /// <summary>Whether each key has a row for each window.</summary>
    bool HasWindows { get; }

    /// <summary>Reads one row.</summary>
    /// <param name="key">The key as text.</param>
    /// <returns>The row, or null where there is none.</returns>
    /// <exception cref="KappaException">KAP6102 (exit 2): the text is not a key of this store.</exception>
    StoreEntry? Get(string key);

    /// <summary>Walks rows in the order of their key bytes.</summary>
    /// <param name="prefix">Only keys whose text begins so (text keys only); null for all.</param>
    /// <param name="after">Only keys behind this one, to go on where a page ended; null from the beginning.</param>
    /// <exception cref="KappaException">
    /// KAP6102 (exit 2): <paramref name="after"/> is not a key. KAP6103 (exit 2): a prefix of keys that are not text.
    /// </exception>
    IEnumerable<StoreEntry> Scan(string? prefix = null, string? after = null) =>
        Scan(new KeyRange { Prefix = prefix, After = after });

    /// <summary>Walks the rows of a range, in the order of their key bytes or against it.</summary>
    /// <param name="range">Which rows.</param>
    /// <exception cref="KappaException">
    /// KAP6102 (exit 2): a text of the range is not a key. KAP6103 (exit 2): a prefix of keys that are not text.
    /// </exception>
    IEnumerable<StoreEntry> Scan(KeyRange range);

    /// <summary>Reads many rows at once.</summary>
    /// <param name="keys">The keys as text.</param>
    /// <returns>For each key its row, or null where there is none.</returns>
    /// <exception cref="KappaException">KAP6102 (exit 2): a text is not a key of this store.</exception>
    IReadOnlyList<StoreEntry?> GetMany(IReadOnlyList<string> keys);

    /// <summary>
    /// Walks the windows of one key by their starts; sessions by their ends, which the range is of then.
    /// </summary>
    /// <param name="key">The key as text, without a window.</param>
    /// <param name="fromMs">First start, inclusive, milliseconds since 1970.</param>
    /// <param name="toMs">Last start, inclusive, milliseconds since 1970.</param>
    /// <param name="backward">From the last window to the first.</param>
    /// <param name="after">Only rows behind this one, in the direction, to go on where a page ended.</param>
    /// <exception cref="KappaException">
    /// KAP6102 (exit 2): the text is not a key of this store. KAP3010 (exit 2): the store has no windows.
    /// </exception>
    IEnumerable<StoreEntry> Windows(
        string key, long fromMs = long.MinValue, long toMs = long.MaxValue, bool backward = false,
        string? after = null);

    /// <summary>All rows as bytes, in key order, for comparing two instances.</summary>
    IEnumerable<StoreRow> ScanBytes();

    /// <summary>A row of <see cref="ScanBytes"/> for a reader.</summary>
    /// <param name="row">The row.</param>
    StoreEntry ToEntry(in StoreRow row);
}
