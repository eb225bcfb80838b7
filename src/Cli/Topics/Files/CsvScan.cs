using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>
/// Finds out what the columns of CSV are, from all rows: one that has 00M is text, also where it has 0E0.
/// </summary>
/// <remarks>Takes rows whose fields are all text.</remarks>
internal sealed class CsvScan : ILineSink
{
    private readonly Dictionary<string, ColumnType?> _columns = new(StringComparer.Ordinal);

    /// <summary>The columns so far; one that is empty in all rows is any.</summary>
    public IEnumerable<KeyValuePair<string, ColumnType>> Types => _columns.Select(
        column => new KeyValuePair<string, ColumnType>(column.Key, column.Value ?? ColumnType.Any));

    public void Add(long line, ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                ColumnType? before = _columns.GetValueOrDefault(name);
                if (before != ColumnType.Text)
                {
                    ColumnType? type = TypeOf(reader.GetString()!) ?? before;
                    _columns[name] = before is null || type == before ? type : ColumnType.Text;
                }
            }
        }
    }

    public ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }

    /// <summary>What a field looks like; null where it is empty.</summary>
    private static ColumnType? TypeOf(string field) => field switch
    {
        "" => null,
        "true" or "false" => ColumnType.Boolean,
        _ when CsvRecords.IsNumber(field) => ColumnType.Number,
        _ => ColumnType.Text,
    };
}
