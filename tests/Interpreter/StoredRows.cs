namespace Kappa.Interpreter;

/// <summary>
/// The rows of a store in a task. Nothing is ever thrown away; what is hidden is left out by who looks.
/// </summary>
internal sealed class StoredRows
{
    private readonly Dictionary<(string Key, long StartMs), StoredRow> _rows = [];

    /// <summary>The highest time that a store of windows was told.</summary>
    public long ObservedMs { get; set; } = long.MinValue;

    /// <summary>From one window to the next, and how long a row is kept; 0 where it is no store of windows.</summary>
    public long AdvanceMs { get; init; }

    /// <inheritdoc cref="AdvanceMs"/>
    public long RetentionMs { get; init; }

    /// <summary>How far back a store of versions is asked for; null where it keeps the last row only.</summary>
    public long? HistoryMs { get; init; }

    /// <summary>All rows, also hidden ones, by start and key.</summary>
    public IEnumerable<(string Key, StoredRow Row)> InOrder => _rows
        .OrderBy(row => row.Key.StartMs).ThenBy(row => row.Key.Key, StringComparer.Ordinal)
        .Select(row => (row.Key.Key, row.Value));

    /// <summary>
    /// What a reader sees: a window that starts as long as its retention before the newest is hidden.
    /// </summary>
    public IEnumerable<StoredRow> Visible => InOrder.Select(row => row.Row).Where(row => !IsHidden(row.StartMs));

    public StoredRow? Find(string key, long startMs = 0) =>
        IsHidden(startMs) ? null : _rows.GetValueOrDefault((key, startMs));

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

    private bool IsHidden(long startMs) => RetentionMs > 0 && ObservedMs != long.MinValue
        && startMs <= (ObservedMs / AdvanceMs * AdvanceMs) - RetentionMs;
}
