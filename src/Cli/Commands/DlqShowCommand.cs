using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa dlq show</c>.</summary>
internal static class DlqShowCommand
{
    private const int MostShown = 20;

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "show", "Show the open letters of a topic: where each record is from, and why it is there.",
            "kappa dlq show dead-flights --limit 5", "kappa dlq show dead-flights --all -o ndjson");
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic of dead letters." };
        var limit = new Option<int>("--limit")
        {
            Description = $"Most letters, the oldest first. The default is {MostShown}.",
            DefaultValueFactory = _ => MostShown,
            HelpName = "N",
        };
        var all = new Option<bool>("--all")
        {
            Description = "Those too that were retried or dropped, and by whom.",
        };
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(topic);
        command.Options.Add(limit);
        command.Options.Add(all);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            int most = parsed.GetValue(limit);
            if (most < 1)
            {
                throw CliErrors.BadValue("--limit", $"{most}", "1 or more");
            }

            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
            List<LetterLine> letters = await LetterLine
                .ReadAsync(topics, parsed.GetRequiredValue(topic), parsed.GetValue(all), cancellationToken)
                .Take(most).ToListAsync(cancellationToken);
            Print(context, letters, parsed.GetValue(all), parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliContext context, List<LetterLine> letters, bool all, string output)
    {
        switch (output)
        {
            case OutputOption.Json:
                context.Out.WriteLine($"[{string.Join(',', letters.Select(letter => letter.Line))}]");
                break;
            case OutputOption.Ndjson:
                letters.ForEach(letter => context.Out.WriteLine(letter.Line));
                break;
            default:
                string[] names = ["Letter", "From", "Version", "Stage", "Error"];
                TextTable.Write(
                    context, all ? [.. names, "State"] : names, letters.Select(letter => Cells(letter, all)));
                break;
        }
    }

    private static string[] Cells(LetterLine letter, bool all)
    {
        string[] cells =
        [
            letter.Place, Printable.Of(letter.Source), Printable.Of(letter.Version), Printable.Of(letter.Stage),
            Printable.Of(letter.Error),
        ];
        return all ? [.. cells, Printable.Of(letter.State)] : cells;
    }
}
