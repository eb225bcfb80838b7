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
            "zcat users.csv.gz | kappa snapshot apply users - --format csv --key id --bootstrap localhost:9092",
            "kappa snapshot apply users --postgres postgres://reader@db/shop --table users --dir kappa-demo",
            "kappa snapshot apply open --postgres postgres://reader@db/shop --key id " +
            "--query \"SELECT id, total FROM orders WHERE NOT done\" --dir kappa-demo");
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic; it keeps all its records." };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        var dumps = new SnapshotDumpOptions();
        var options = new SnapshotApplyOptions();
        var source = new LogSource();
        command.Arguments.Add(topic);
        dumps.AddTo(command);
        options.AddTo(command);
        command.Options.Add(output);
        source.AddTo(command);
        command.Validators.Add(result =>
        {
            if (dumps.Error(result, options.HasKey(result)) is { } error)
            {
                result.AddError(error);
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string name = parsed.GetRequiredValue(topic);
            await using SnapshotDump dump = await dumps.OpenAsync(
                context, parsed, name, options.KeyOf(parsed), cancellationToken);
            using ISnapshotAccess access = SnapshotAccess.Open(context, parsed, source);
            SnapshotResult result = await access.ApplyAsync(
                name, dump.Source, options.Get(parsed, dump), cancellationToken);
            SnapshotText.Print(context, result, parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }
}
