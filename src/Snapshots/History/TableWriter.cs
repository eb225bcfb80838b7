using System.Buffers;
using System.Text;
using System.Text.Json;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Writes the rows of a table in the order of their keys: as JSON lines, or as CSV.</summary>
internal static class TableWriter
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>Writes a row a line: its canonical JSON.</summary>
    /// <returns>How many there are.</returns>
    public static long WriteLines(TableFold table, TextWriter output)
    {
        long rows = 0;
        using IRowCursor cursor = table.Scan();
        while (cursor.MoveNext())
        {
            output.Write(Encoding.UTF8.GetString(cursor.Value));
            output.Write('\n');
            rows++;
        }

        return rows;
    }

    /// <summary>
    /// Writes CSV: the names that rows have in the first line. Null is empty, and what is no text is JSON.
    /// </summary>
    /// <returns>How many rows there are.</returns>
    /// <exception cref="KappaException">KAP8021: somebody else has written a value that is no row.</exception>
    public static long WriteCsv(TableFold table, TextWriter output)
    {
        var row = new CanonicalRow();
        SortedSet<string> names = new(StringComparer.Ordinal);
        ForEach(table, row, () => names.UnionWith(row.Members.Select(member => NameOf(row, member))));
        output.Write(string.Join(',', names.Select(Quote)));
        output.Write('\n');
        return ForEach(table, row, () =>
        {
            Dictionary<string, string> fields = row.Members.ToDictionary(
                member => NameOf(row, member), member => FieldOf(row.ValueOf(member)), StringComparer.Ordinal);
            output.Write(string.Join(',', names.Select(name => fields.GetValueOrDefault(name, ""))));
            output.Write('\n');
        });
    }

    /// <summary>Reads each row.</summary>
    /// <exception cref="KappaException">KAP8021: somebody else has written a value that is no row.</exception>
    internal static long ForEach(TableFold table, CanonicalRow row, Action action)
    {
        long rows = 0;
        using IRowCursor cursor = table.Scan();
        while (cursor.MoveNext())
        {
            if (row.Read(cursor.Value) is { } reason)
            {
                throw SnapshotErrors.NoRow(KeyText.Of(cursor.Key), reason);
            }

            action();
            rows++;
        }

        return rows;
    }

    /// <summary>The name of a field.</summary>
    internal static string NameOf(CanonicalRow row, RowMember member) => JsonSerializer.Deserialize(
        row.Bytes.Slice(member.Start, member.NameLength), SnapshotJson.Default.String)!;

    private static string FieldOf(ReadOnlySpan<byte> value) => value[0] switch
    {
        (byte)'n' => "",
        (byte)'"' => Quote(JsonSerializer.Deserialize(value, SnapshotJson.Default.String)!),
        _ => Quote(Encoding.UTF8.GetString(value)),
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny(Quoted)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
