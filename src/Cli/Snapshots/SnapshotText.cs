using System.Globalization;
using System.Text.Json;
using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>What a snapshot changed, for people and for machines.</summary>
internal static class SnapshotText
{
    public static void Print(CliContext context, SnapshotResult result, string output)
    {
        if (output == OutputOption.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(result, SnapshotJson.Readable.SnapshotResult));
            return;
        }

        context.Out.WriteLine(
            $"Snapshot '{result.Id}' of {result.Topic}: {Count(result.Rows)}. {Verb(result.Outcome)}");
        context.Out.WriteLine(
            $"  {Number(result.Inserts)} inserted, {Number(result.Updates)} updated, " +
            $"{Number(result.Deletes)} deleted, {Number(result.Unchanged)} unchanged");
        if (result.Fields.Count > 0)
        {
            context.Out.WriteLine($"  updated fields: {Fields(result.Fields)}");
        }

        if (result.Left > 0)
        {
            context.Out.WriteLine(
                $"  {Count(result.Left)} left out: without a key, or another one of their key counts");
        }
    }

    /// <summary>How many updates changed each field, most first.</summary>
    internal static string Fields(IReadOnlyDictionary<string, long> counts) => string.Join(", ", counts
        .OrderByDescending(field => field.Value).ThenBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => $"{Printable.Of(field.Key)} {Number(field.Value)}"));

    private static string Verb(SnapshotOutcome outcome) => outcome switch
    {
        SnapshotOutcome.DryRun => "A dry run: nothing was written.",
        SnapshotOutcome.AlreadyApplied => "It was applied before: nothing was written.",
        _ => "Applied.",
    };

    private static string Count(long rows) => rows == 1 ? "1 row" : $"{Number(rows)} rows";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
