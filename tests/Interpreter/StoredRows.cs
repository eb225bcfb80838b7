namespace Kappa.Interpreter;

/// <summary>
/// The rows of a store in a task. Nothing is ever thrown away; what is hidden is left out by who looks.
/// </summary>
internal sealed class StoredRows
{
    private readonly Dictionary<(string Key, long StartMs), StoredRow> _rows = [];
    private readonly List<(string Key, StoredRow Row)> _sessions = [];

    /// <summary>The highest time that a store of windows was told.</summary>
    public long ObservedMs { get; set; } = long.MinValue;

    /// <summary>From one window to the next, and how long a row is kept; 0 where it is no store of windows.</summary>
    public long AdvanceMs { get; init; }

    /// <inheritdoc cref="AdvanceMs"/>
    public long RetentionMs { get; init; }

    /// <summary>The versions of its rows; null where it keeps the last one only.</summary>
    public StoredVersions? Versions { get; init; }

    /// <summary>All rows, also hidden ones, by start and key.</summary>
    public IEnumerable<(string Key, StoredRow Row)> InOrder => _rows
        .OrderBy(row => row.Key.StartMs).ThenBy(row => row.Key.Key, StringComparer.Ordinal)
        .Select(row => (row.Key.Key, row.Value));

    /// <summary>
    /// What a reader sees: a window that starts as long as its retention before the newest is hidden.
    /// </summary>
    public IEnumerable<StoredRow> Visible => Versions?.AllLatest
        ?? InOrder.Select(row => row.Row).Where(row => !IsHidden(row.StartMs)).Concat(AllSessions.Where(IsSeen));

    /// <summary>All sessions, also hidden ones, by end, start and key.</summary>
    public IEnumerable<StoredRow> AllSessions => _sessions
        .OrderBy(row => row.Row.EndMs).ThenBy(row => row.Row.StartMs).ThenBy(row => row.Key, StringComparer.Ordinal)
        .Select(row => row.Row);

    /// <summary>The sessions of a key that are not hidden, by their ends.</summary>
    public IEnumerable<StoredRow> Sessions(string key) =>
        _sessions.Where(row => row.Key == key && IsSeen(row.Row)).Select(row => row.Row).OrderBy(row => row.EndMs);

    /// <summary>The windows of a key that are not hidden, by their starts.</summary>
    public IEnumerable<StoredRow> WindowsOf(string key) => InOrder
        .Where(row => row.Key == key && !IsHidden(row.Row.StartMs)).Select(row => row.Row);

    /// <summary>Writes a session; one without a total is taken out.</summary>
    public void PutSession(string key, StoredRow row)
    {
        _sessions.RemoveAll(other =>
            other.Key == key && other.Row.StartMs == row.StartMs && other.Row.EndMs == row.EndMs);
        if (row.Value is not null)
        {
            _sessions.Add((key, row));
        }
    }

    public void RemoveSession(string key, StoredRow row) => _sessions.Remove((key, row));

    public StoredRow? Find(string key, long startMs = 0) =>
        Versions is not null ? Versions.Latest(key)
            : IsHidden(startMs) ? null : _rows.GetValueOrDefault((key, startMs));

    /// <summary>Writes a row; null takes it out.</summary>
    public void Put(string key, object boxedKey, object? value, long timestampMs, long startMs = 0)
    {
        if (IsHidden(startMs))
        {
            return;
        }

        if (value is null)
        {
            _rows.Remove((key, startMs));
        }
        else
        {
            _rows[(key, startMs)] = new StoredRow(boxedKey, startMs, value, timestampMs);
        }
    }

    private bool IsSeen(StoredRow session) => session.EndMs > ObservedMs - RetentionMs;

    /// <summary>Writes an update of a row.</summary>
    /// <returns>The update as it goes on; null where it is dropped, since it is older than the history.</returns>
    public Item? Update(string key, Item change)
    {
        if (Versions is null)
        {
            Put(key, change.Key!, change.HasValue ? change.Value : null, change.TimestampMs);
            return change with { IsLate = false };
        }

        bool? isLate = Versions.Put(key, change.Key!, change.HasValue ? change.Value : null, change.TimestampMs);
        return isLate is null ? null : change with { IsLate = isLate.Value };
    }

    private bool IsHidden(long startMs) => RetentionMs > 0 && ObservedMs != long.MinValue
        && startMs <= (ObservedMs / AdvanceMs * AdvanceMs) - RetentionMs;
}
