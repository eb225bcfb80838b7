using System.Text;

namespace Kappa.Crash.Tests;

/// <summary>A table as its source has it; it changes from dump to dump.</summary>
internal sealed class DumpTable(Random random)
{
    private const int FirstRows = 6_000;

    private readonly SortedDictionary<string, (string Name, int Runways)> _rows = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>The rows by key, each in its canonical form.</summary>
    public Dictionary<string, string> Rows => _rows.ToDictionary(
        row => row.Key, row => ValueOf(row.Key, row.Value.Name, row.Value.Runways), StringComparer.Ordinal);

    /// <summary>A row in its canonical form.</summary>
    public static string ValueOf(string key, string name, int runways) =>
        $$"""{"iata":"{{key}}","name":"{{name}}","runways":{{runways}}}""";

    /// <summary>A key that the table has.</summary>
    public string AnyKey() => _rows.Keys.ElementAt(random.Next(_rows.Count));

    /// <summary>Changes a share of the rows, and as many go and come.</summary>
    public void Change(double share)
    {
        int count = _rows.Count == 0 ? FirstRows : (int)(_rows.Count * share / 3);
        string[] keys = [.. _rows.Keys];
        random.Shuffle(keys);
        foreach (string key in keys.Take(count))
        {
            _rows.Remove(key);
        }

        foreach (string key in keys.Skip(count).Take(count))
        {
            _rows[key] = ($"Airport changed {random.Next()}", random.Next(9));
        }

        for (int i = 0; i < count; i++)
        {
            _rows[$"A{_made++:D7}"] = ($"Airport {random.Next()}", random.Next(9));
        }
    }

    /// <summary>Writes the dump, in any order of its rows.</summary>
    public void Write(string path)
    {
        string[] keys = [.. _rows.Keys];
        random.Shuffle(keys);
        var text = new StringBuilder("runways,iata,name\n");
        foreach (string key in keys)
        {
            text.Append(_rows[key].Runways).Append(".0,").Append(key).Append(',').Append(_rows[key].Name).Append('\n');
        }

        File.WriteAllText(path, text.ToString());
    }
}
