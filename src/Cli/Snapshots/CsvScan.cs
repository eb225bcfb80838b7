using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>
/// Finds out what the columns of CSV are, from all rows: one that has 00M is text, also where it has 0E0.
/// </summary>
internal sealed class CsvScan : ICsvSink
{
    private readonly Dictionary<string, ColumnType?> _known = new(StringComparer.Ordinal); // Of the files before.
    private string[] _names = [];
    private ColumnType?[] _types = [];
    private long _count;

    /// <summary>Told how many rows have come.</summary>
    public SnapshotProgress? Progress { get; set; }

    /// <summary>The columns so far; one that is empty in all rows is any.</summary>
    public IEnumerable<KeyValuePair<string, ColumnType>> Types
    {
        get
        {
            Keep();
            return _known.Select(
                column => new KeyValuePair<string, ColumnType>(column.Key, column.Value ?? ColumnType.Any));
        }
    }

    public void Begin(string[] names)
    {
        Keep();
        _names = names;
        _types = [.. names.Select(name => _known.GetValueOrDefault(name))];
    }

    public void Add(long line, int column, ReadOnlySpan<char> text)
    {
        ref ColumnType? type = ref _types[column];
        if (type != ColumnType.Text && TypeOf(text) is { } found)
        {
            type = type is null || type == found ? found : ColumnType.Text;
        }
    }

    public void End(long line) => _count++;

    public async ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await (Progress?.ReportAsync(_count) ?? ValueTask.CompletedTask);
        _count = 0;
    }

    private void Keep()
    {
        for (int column = 0; column < _names.Length; column++)
        {
            _known[_names[column]] = _types[column];
        }
    }

    /// <summary>What a field looks like; null where it is empty.</summary>
    private static ColumnType? TypeOf(ReadOnlySpan<char> field) => field switch
    {
        "" => null,
        "true" or "false" => ColumnType.Boolean,
        _ when JsonNumber.Is(field) => ColumnType.Number,
        _ => ColumnType.Text,
    };
}
