namespace Kappa.Engine;

/// <summary>
/// A consistent view of one store of a version, as of one committed cut. One thread; dispose it soon.
/// </summary>
public interface IStoreView : IDisposable
{
    /// <summary>What the view is true as of.</summary>
    AsOf AsOf { get; }

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
    IEnumerable<StoreEntry> Scan(string? prefix = null, string? after = null);

    /// <summary>All rows as bytes, in key order, for comparing two instances.</summary>
    IEnumerable<StoreRow> ScanBytes();

    /// <summary>A row of <see cref="ScanBytes"/> for a reader.</summary>
    /// <param name="row">The row.</param>
    StoreEntry ToEntry(in StoreRow row);
}
