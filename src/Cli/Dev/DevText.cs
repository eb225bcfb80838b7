namespace Kappa.Cli;

/// <summary>Writes answers, and what became of them, for people.</summary>
internal static class DevText
{
    /// <summary>Rows of a store that are shown.</summary>
    private const int MostRows = 10;

    /// <summary>Writes the first rows of each store.</summary>
    public static void WriteAll(TextWriter to, DevAnswers answers)
    {
        WriteTitle(to, answers);
        foreach ((string store, SortedDictionary<string, string> rows) in answers.Stores)
        {
            to.WriteLine($"  {store}   {Count(rows.Count, "row")}");
            WriteRows(to, [.. rows.Select(row => $"    {row.Key}   {row.Value}")]);
        }
    }

    /// <summary>Writes what a run has changed.</summary>
    public static void WriteChanges(TextWriter to, DevAnswers before, DevAnswers now)
    {
        WriteTitle(to, now);
        foreach (string store in before.Stores.Keys.Union(now.Stores.Keys).Order(StringComparer.Ordinal))
        {
            (string Key, string? Before, string? Now)[] changes = [.. now.ChangesSince(before, store)];
            int same = now.Stores.GetValueOrDefault(store, []).Count - changes.Count(change => change.Now is not null);
            to.WriteLine($"  {store}   same {same}   changed {changes.Count(IsChanged)}   " +
                $"new {changes.Count(change => change.Before is null)}   " +
                $"gone {changes.Count(change => change.Now is null)}");
            WriteRows(to, [.. changes.Select(Line)]);
        }
    }

    private static bool IsChanged((string Key, string? Before, string? Now) change) =>
        change is { Before: not null, Now: not null };

    private static string Line((string Key, string? Before, string? Now) change) => change switch
    {
        (var key, null, { } now) => $"    + {key}   {now}",
        (var key, { } before, null) => $"    - {key}   {before}",
        (var key, { } before, { } now) => $"    ~ {key}   {before} -> {now}",
        _ => "",
    };

    private static void WriteTitle(TextWriter to, DevAnswers answers) => to.WriteLine(
        $"{answers.Topology} v{answers.Version}   {Count(answers.Records, "record")} in");

    private static void WriteRows(TextWriter to, string[] rows)
    {
        foreach (string row in rows.Take(MostRows))
        {
            to.WriteLine(row);
        }

        if (rows.Length > MostRows)
        {
            to.WriteLine($"    ... and {rows.Length - MostRows} more");
        }
    }

    private static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
