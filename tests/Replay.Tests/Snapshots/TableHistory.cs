namespace Kappa.Replay.Tests;

/// <summary>A table of somebody else's, which changes at random.</summary>
internal sealed class TableHistory(Random random)
{
    private const int Keys = 24;
    private const int MostChanges = 12;

    /// <summary>A row of it.</summary>
    internal sealed record Row(string Id, string Name, int Value);

    /// <summary>The table as it is now.</summary>
    public SortedDictionary<string, Row> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes rows, one after the other; some of them come back to what they were.</summary>
    /// <returns>Each change: key and row, null where it was deleted.</returns>
    public IReadOnlyList<(string Key, Row? Row)> Change()
    {
        var changes = new List<(string, Row?)>();
        for (int left = random.Next(MostChanges); left > 0; left--)
        {
            string key = $"k{random.Next(Keys)} \"ä\"";
            if (random.Next(3) == 0)
            {
                if (!Rows.Remove(key))
                {
                    continue;
                }

                changes.Add((key, null));
            }
            else
            {
                Rows[key] = new Row(key, $"n{random.Next(3)}", random.Next(10));
                changes.Add((key, Rows[key]));
            }
        }

        return changes;
    }

    /// <summary>All rows as a dump has them: in no order, and with columns and numbers as they come.</summary>
    public string[] Dump()
    {
        string[] rows = [.. Rows.Values.Select(row => random.Next(2) == 0
            ? $$"""{"id":{{Quoted(row.Id)}},"name":"{{row.Name}}","value":{{row.Value}}}"""
            : $$"""{ "value": {{row.Value}}.0, "name": "{{row.Name}}", "id": {{Quoted(row.Id)}} }""")];
        random.Shuffle(rows);
        return rows;
    }

    /// <summary>A row as whoever makes the changes writes it.</summary>
    public static string JsonOf(Row row) =>
        $$"""{"id":{{Quoted(row.Id)}},"name":"{{row.Name}}","value":{{row.Value}}}""";

    public static string Quoted(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
