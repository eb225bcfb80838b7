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
                await WriteChangesAsync(context, access.ChangesAsync(name, wanted, cancellationToken), isText);
            }
            else
            {
                await WriteSnapshotsAsync(context, access.SnapshotsAsync(name, cancellationToken), isText);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task WriteSnapshotsAsync(
        CliContext context, IAsyncEnumerable<SnapshotManifest> snapshots, bool isText)
    {
        if (isText)
        {
            TextTable.Write(
                context, ["Snapshot", "Begun", ">Rows", ">Inserted", ">Updated", ">Deleted"],
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
        CliContext context, IAsyncEnumerable<KeyChange> changes, bool isText)
    {
        if (isText)
        {
            TextTable.Write(
                context, ["Offset", "Time", "Snapshot", "Operation", "Value"],
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

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
