using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Hands the rows of CSV on as rows of a dump; an empty field is null.</summary>
/// <param name="rows">Takes the rows.</param>
/// <param name="types">What fields are, by name.</param>
/// <param name="place">Place of the line before the first one.</param>
/// <param name="progress">Told how many rows have come.</param>
internal sealed class CsvDump(
    ISnapshotRows rows, IReadOnlyDictionary<string, ColumnType> types, long place, SnapshotProgress progress)
    : ICsvSink
{
    private SnapshotRow _row = new([]);
    private (string Name, ColumnType Type)[] _columns = [];
    private long _count;

    public void Begin(string[] names)
    {
        _row = new SnapshotRow(names);
        _columns = [.. names.Select(name => (name, types.GetValueOrDefault(name)))];
    }

    public void Add(long line, int column, ReadOnlySpan<char> text)
    {
        ColumnType type = _columns[column].Type;
        if (text.IsEmpty)
        {
            _row.AddNull();
        }
        else if (type is ColumnType.Text or ColumnType.Time)
        {
            _row.AddText(text);
        }
        else if (type == ColumnType.Boolean && text is "true" or "false")
        {
            _row.AddBoolean(text is "true");
        }
        else if (type == ColumnType.Boolean || !_row.TryAddNumber(text))
        {
            AddOther(line, _columns[column].Name, type, text);
        }
    }

    public void End(long line)
    {
        rows.Add(place + line, _row);
        _count++;
    }

    public async ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await progress.ReportAsync(_count);
        _count = 0;
    }

    /// <summary>Of a column that nothing is known of, each value is what it looks like.</summary>
    private void AddOther(long line, string name, ColumnType type, ReadOnlySpan<char> text)
    {
        if (type != ColumnType.Any)
        {
            throw RecordErrors.BrokenLine(
                line, $"has '{text}' in field '{name}', which is a " +
                    $"{(type == ColumnType.Number ? "number" : "boolean")} in all rows before. " +
                    $"Say --types {name}=text where it is none.");
        }

        _row.AddText(text);
    }
}
