using System.CommandLine;
using Kappa.Snapshots;
using Kappa.StateStores;

namespace Kappa.Cli;

/// <summary><c>kappa snapshot show</c>.</summary>
internal static class SnapshotShowCommand
{
    private const string Csv = "csv";

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "show", "Write the table that a topic has, now or at any moment, from its change log alone.",
            "kappa snapshot show airports --dir kappa-demo",
            "kappa snapshot show airports --as-of 2026-11-29 -o csv --dir kappa-demo",
            "kappa snapshot show airports --as-of 2026-11-30T02:00:00Z --dir kappa-demo",
            "kappa snapshot show airports --as-of airports/0=1500,airports/1=1700 --dir kappa-demo");
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic." };
        var asOf = new Option<string?>("--as-of")
        {
            Description = "A snapshot, a time, or the first offsets that do not count. The default is now.",
            HelpName = "ID|TIME|TOPIC/P=OFFSET,...",
        };
        Option<string> output = OutputOption.Create(OutputOption.Ndjson, OutputOption.Ndjson, Csv);
        var source = new LogSource();
        command.Arguments.Add(topic);
        command.Options.Add(asOf);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using ISnapshotAccess access = SnapshotAccess.Open(context, parsed, source);
            using TableFold fold = await access.FoldAsync(
                parsed.GetRequiredValue(topic), parsed.GetValue(asOf), cancellationToken);
            using IStateSnapshot rows = fold.Open();
            _ = parsed.GetValue(output) == Csv
                ? TableWriter.WriteCsv(rows, context.Out) : TableWriter.WriteLines(rows, context.Out);
            return ExitCodes.Done;
        });
        return command;
    }
}
