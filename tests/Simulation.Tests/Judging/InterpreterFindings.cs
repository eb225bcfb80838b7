using System.Globalization;
using Kappa.Interpreter;

namespace Kappa.Simulation.Tests;

/// <summary>What the interpreter has come to.</summary>
internal static class InterpreterFindings
{
    /// <param name="interpretation">What it has done.</param>
    /// <param name="isPublished">Whether a version publishes what a cut brings; else it keeps images of tables.</param>
    public static Findings Of(Interpretation interpretation, Func<long, bool> isPublished)
    {
        var findings = new Findings();
        foreach (string store in interpretation.Stores.Distinct())
        {
            findings.Add($"store {store}", interpretation.Rows(store).Select(Line).Order(StringComparer.Ordinal));
        }

        foreach (((string topic, int partition), List<WrittenRecord> records) in interpretation.Outputs.Streams)
        {
            findings.Add(
                $"stream {topic}/{partition}",
                records.Where(record => isPublished(record.Cut)).GroupBy(record => record.Task)
                    .Select(task => task.Select(Line)));
        }

        foreach (((string topic, int partition), List<WrittenRecord> records) in interpretation.Outputs.Tables)
        {
            findings.Add($"table {topic}/{partition}", LastLines(records.Where(record => isPublished(record.Cut))));
            findings.Add($"image {topic}/{partition}", LastLines(records.Where(record => !isPublished(record.Cut))));
        }

        return findings;
    }

    public static string Line(WrittenRecord record) =>
        $"{record.Key ?? "none"} = {record.Value ?? "none"} @{record.TimestampMs}";

    /// <summary>The last record of each key; one that was deleted may be there, without a value, or not.</summary>
    public static IEnumerable<string> LastLines(IEnumerable<WrittenRecord> records) => records
        .GroupBy(record => record.Key).Select(key => key.Last())
        .Where(record => record.Value is not null).Select(Line).Order(StringComparer.Ordinal);

    public static string Line(string key, long startMs, string value, long timestampMs) =>
        $"{key}/{startMs} = {value} @{timestampMs}";

    private static string Line(StoredRow row) => Line(
        row.Key.ToString()!, row.StartMs, Convert.ToString(row.Value, CultureInfo.InvariantCulture)!, row.TimestampMs);
}
