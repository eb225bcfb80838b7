using System.CommandLine;
using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary><c>kappa snapshot apply</c>.</summary>
internal static class SnapshotApplyCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "apply",
            "Compare a full dump with the table that a topic has, and write what changed, in one transaction.",
            "kappa snapshot apply airports airports.csv --key iata --dir kappa-demo",
            "kappa snapshot apply airports airports.parquet --key iata --id 2026-11-30 --dir kappa-demo",
            "kappa snapshot apply prices prices/ --key shop,article --max-delete 500 --dry-run --dir kappa-demo",
            "psql -c '...' --csv | kappa snapshot apply users - --format csv --key id --bootstrap localhost:9092");
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic; it keeps all its records." };
        var file = new Argument<string>("SOURCE")
        {
            Description = "The dump: .csv, .tsv, .json (an array, or a row a line), .ndjson, .jsonl, .parquet, a " +
                "folder of such files, or - for standard input.",
        };
        Option<string?> format = new Option<string?>("--format")
        {
            Description = "What SOURCE is, where its name does not say it.",
            HelpName = "csv|tsv|json|parquet",
        }.AcceptOnlyFromAmong(SnapshotPart.Csv, SnapshotPart.Tsv, SnapshotPart.Json, SnapshotPart.Parquet);
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        var options = new SnapshotApplyOptions();
        var source = new LogSource();
        command.Arguments.Add(topic);
        command.Arguments.Add(file);
        options.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string name = parsed.GetRequiredValue(topic);
            SnapshotOptions chosen = options.Get(parsed);
            var dump = new SnapshotFile(context, parsed.GetRequiredValue(file), parsed.GetValue(format), name);
            using ISnapshotAccess access = SnapshotAccess.Open(context, parsed, source);
            SnapshotResult result = await access.ApplyAsync(name, dump, chosen, cancellationToken);
            SnapshotText.Print(context, result, parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }
}
