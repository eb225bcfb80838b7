using System.CommandLine;
using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary><c>kappa snapshot diff</c>.</summary>
internal static class SnapshotDiffCommand
{
    private const int MostShown = 1_000;
    private const string Moment = "A snapshot, a time, or the first offsets that do not count (TOPIC/P=OFFSET,...).";

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "diff", "Compare the table of a topic at two moments, row by row; exit 8 when they differ.",
            "kappa snapshot diff airports 2026-11-29 2026-11-30 --dir kappa-demo",
            "kappa snapshot diff airports 2026-11-30T02:00:00Z -o ndjson --dir kappa-demo");
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic; it keeps all its records." };
        var old = new Argument<string>("OLD") { Description = $"One moment. {Moment}" };
        var @new = new Argument<string?>("NEW")
        {
            Description = "The other one. The default is now.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var limit = new Option<int>("--limit")
        {
            Description = "Differences to show, 0 to 1,000. The default is 10; -o ndjson gives all.",
            DefaultValueFactory = _ => 10,
            HelpName = "N",
        };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > MostShown)
            {
                result.AddError("--limit must be 0 to 1,000.");
            }
        });
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(topic);
        command.Arguments.Add(old);
        command.Arguments.Add(@new);
        command.Options.Add(limit);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using ISnapshotAccess access = SnapshotAccess.Open(context, parsed, source);
            string name = parsed.GetRequiredValue(topic);
            (string from, string? to) = (parsed.GetRequiredValue(old), parsed.GetValue(@new));
            using TableFold before = await access.FoldAsync(name, from, cancellationToken);
            using TableFold after = await access.FoldAsync(name, to, cancellationToken);
            var diff = new TableDiff(before, after);
            Write(new SnapshotDiffOutput(context, name, from, to), diff, parsed.GetValue(output)!,
                parsed.GetValue(limit));
            return diff.IsSame ? ExitCodes.Done : ExitCodes.Differences;
        });
        return command;
    }

    private static void Write(SnapshotDiffOutput to, TableDiff diff, string output, int limit)
    {
        switch (output)
        {
            case OutputOption.Json:
                to.WriteJson(diff, limit);
                break;
            case OutputOption.Ndjson:
                to.WriteLines(diff);
                break;
            default:
                to.WriteText(diff, limit);
                break;
        }
    }
}
