using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa snapshot history</c>.</summary>
internal static class SnapshotHistoryCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "history", "List the snapshots of a topic, or all changes of one row, from the change log alone.",
            "kappa snapshot history airports --dir kappa-demo",
            "kappa snapshot history airports ORD --dir kappa-demo");
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic." };
        var key = new Argument<string?>("KEY")
        {
            Description = "The key of a row, as records have it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Ndjson);
        var source = new LogSource();
        command.Arguments.Add(topic);
        command.Arguments.Add(key);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using ISnapshotAccess access = SnapshotAccess.Open(context, parsed, source);
            string name = parsed.GetRequiredValue(topic);
            bool isText = parsed.GetValue(output) == OutputOption.Text;
            if (parsed.GetValue(key) is { } wanted)
            {
                await WriteChangesAsync(
                    context, name, wanted, access.ChangesAsync(name, wanted, cancellationToken), isText);
            }
            else
            {
                await WriteSnapshotsAsync(
                    context, name, access.SnapshotsAsync(name, cancellationToken), isText);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task WriteSnapshotsAsync(
        CliContext context, string topic, IAsyncEnumerable<SnapshotManifest> snapshots, bool isText)
    {
        if (isText)
        {
            Write(
                context, $"{topic} has no snapshot yet.",
                ["Snapshot", "Begun", ">Rows", ">Inserted", ">Updated", ">Deleted"],
                await snapshots.Select(snapshot => new[]
                {
                    snapshot.Id, AnswerJson.Iso(snapshot.TimeMs), Number(snapshot.Rows), Number(snapshot.Inserts),
                    Number(snapshot.Updates), Number(snapshot.Deletes),
                }).ToListAsync());
            return;
        }

        await foreach (SnapshotManifest snapshot in snapshots)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(snapshot, SnapshotJson.Readable.SnapshotManifest));
        }
    }

    private static async Task WriteChangesAsync(
        CliContext context, string topic, string key, IAsyncEnumerable<KeyChange> changes, bool isText)
    {
        if (isText)
        {
            Write(
                context, $"No record of {topic} has the key '{key}'.",
                ["Offset", "Time", "Snapshot", "Operation", "Value"],
                await changes.Select(change => new[]
                {
                    $"{change.Partition}/{change.Offset}", AnswerJson.Iso(change.TimestampMs), change.Snapshot ?? "-",
                    change.Operation, change.Value ?? "-",
                }).ToListAsync());
            return;
        }

        await foreach (KeyChange change in changes)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(change, SnapshotJson.Readable.KeyChange));
        }
    }

    /// <summary>A table without lines looks like one that failed: then it is said in words.</summary>
    private static void Write(CliContext context, string nothing, string[] header, List<string[]> lines)
    {
        if (lines.Count == 0)
        {
            context.Out.WriteLine(Printable.Of(nothing));
            return;
        }

        TextTable.Write(context, header, lines);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
