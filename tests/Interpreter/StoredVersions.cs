namespace Kappa.Interpreter;

/// <summary>The versions of a table's rows (docs/semantics.md, 2.11): all that were ever put.</summary>
internal sealed class StoredVersions(long historyMs)
{
    private readonly Dictionary<string, SortedDictionary<long, StoredRow?>> _versions = [];
    private long _observedMs = long.MinValue;

    /// <summary>The latest version of each key that has a row.</summary>
    public IEnumerable<StoredRow> AllLatest => _versions.Values.Select(key => key.Last().Value).OfType<StoredRow>();

    public StoredRow? Latest(string key) =>
        _versions.TryGetValue(key, out SortedDictionary<long, StoredRow?>? versions) ? versions.Last().Value : null;

    /// <summary>What counted at a moment; nothing before the history, but for what counts still.</summary>
    public StoredRow? AsOf(string key, long timeMs)
    {
        if (Latest(key) is { } latest && latest.TimestampMs <= timeMs)
        {
            return latest;
        }

        return IsBeforeHistory(timeMs) || !_versions.TryGetValue(key, out SortedDictionary<long, StoredRow?>? versions)
            ? null : versions.LastOrDefault(version => version.Key <= timeMs).Value;
    }

    /// <summary>Writes a version; null is a deletion.</summary>
    /// <returns>Whether there is a later one; null where it is too old and was not written.</returns>
    public bool? Put(string hex, object key, object? value, long timestampMs)
    {
        if (IsBeforeHistory(timestampMs))
        {
            return null;
        }

        _observedMs = Math.Max(_observedMs, timestampMs);
        if (!_versions.TryGetValue(hex, out SortedDictionary<long, StoredRow?>? versions))
        {
            _versions.Add(hex, versions = []);
        }

        versions[timestampMs] = value is null ? null : new StoredRow(key, 0, value, timestampMs);
        return versions.Last().Key > timestampMs;
    }

    private bool IsBeforeHistory(long timeMs) => _observedMs != long.MinValue && timeMs < _observedMs - historyMs;
}
