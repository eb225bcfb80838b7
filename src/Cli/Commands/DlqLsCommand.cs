using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa dlq ls</c>.</summary>
internal static class DlqLsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "ls", "Count the open letters of a topic: by version, source, stage, and what was thrown.",
            "kappa dlq ls dead-flights");
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic of dead letters." };
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(topic);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
            var counts = new SortedDictionary<(string Version, string Topic, string Stage, string Kind), long>();
            await foreach (LetterLine letter in LetterLine.ReadAsync(
                topics, parsed.GetRequiredValue(topic), all: false, cancellationToken))
            {
                var kind = (letter.Version, letter.Topic, letter.Stage, letter.Kind);
                counts[kind] = counts.GetValueOrDefault(kind) + 1;
            }

            Print(context, counts, parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(
        CliContext context, IDictionary<(string Version, string Topic, string Stage, string Kind), long> counts,
        string output)
    {
        if (output == OutputOption.Text)
        {
            TextTable.Write(
                context, ["Version", "From", "Stage", "Error", ">Letters"],
                counts.Select(count => new[]
                {
                    Printable.Of(count.Key.Version), Printable.Of(count.Key.Topic), Printable.Of(count.Key.Stage),
                    Printable.Of(count.Key.Kind), QuantityText.Full(count.Value),
                }));
            return;
        }

        string[] lines = [.. counts.Select(count => new JsonObject
        {
            ["version"] = count.Key.Version,
            ["topic"] = count.Key.Topic,
            ["stage"] = count.Key.Stage,
            ["error"] = count.Key.Kind,
            ["letters"] = count.Value,
        }.ToJsonString())];
        context.Out.WriteLine(output == OutputOption.Json ? $"[{string.Join(',', lines)}]" : string.Join('\n', lines));
    }
}
