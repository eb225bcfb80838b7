using System.CommandLine;
using System.Text.Json;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa topic consume</c>.</summary>
internal static class TopicConsumeCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "consume", "Read a topic as JSON lines: envelopes that `kappa topic produce` takes back.",
            "kappa topic consume airport-delays --limit 5",
            "kappa topic consume flights --partition 0 --from 100 --limit 10",
            "kappa topic consume airport-delays --from end --follow");
        var name = new Argument<string>("NAME") { Description = "Name of the topic." };
        var from = new Option<string>("--from")
        {
            Description = "Where to begin: zero (the default), end, or an offset of the partition.",
            DefaultValueFactory = _ => StartPoint.Zero,
            HelpName = "OFFSET|zero|end",
        };
        var partition = new Option<int?>("--partition")
        {
            Description = "One partition. The default is all, merged by timestamp.",
            HelpName = "P",
        };
        var limit = new Option<long?>("--limit") { Description = "Most records.", HelpName = "N" };
        var follow = new Option<bool>("--follow") { Description = "At the end, wait for more; Ctrl-C stops." };
        Option<string> output = OutputOption.Create(OutputOption.Ndjson);
        var source = new LogSource();
        command.Arguments.Add(name);
        command.Options.Add(from);
        command.Options.Add(partition);
        command.Options.Add(limit);
        command.Options.Add(follow);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            context, parsed, source,
            new RecordQuery(
                parsed.GetRequiredValue(name), parsed.GetValue(partition), StartPoint.Parse(parsed.GetValue(from)!),
                parsed.GetValue(limit), parsed.GetValue(follow)),
            parsed.GetValue(output)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, ParseResult parsed, LogSource source, RecordQuery query, string output,
        CancellationToken cancellationToken)
    {
        if (query.Limit < 1 || query.Partition < 0)
        {
            throw CliErrors.BadValue(
                query.Limit < 1 ? "--limit" : "--partition", $"{(query.Limit < 1 ? query.Limit : query.Partition)}",
                query.Limit < 1 ? "1 or more" : "0 or more");
        }

        await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
        var all = new List<string>();
        await foreach (string line in topics.ConsumeAsync(query, cancellationToken))
        {
            if (output == OutputOption.Json)
            {
                all.Add(line);
                continue;
            }

            await context.Out.WriteLineAsync(output == OutputOption.Text ? Text(JsonElement.Parse(line)) : line);
            if (query.Follow)
            {
                await context.Out.FlushAsync(cancellationToken);
            }
        }

        if (output == OutputOption.Json)
        {
            await context.Out.WriteLineAsync($"[{string.Join(',', all)}]");
        }

        return ExitCodes.Done;
    }

    private static string Text(JsonElement record) =>
        $"{record.GetProperty("partition").GetInt32()}/{record.GetProperty("offset").GetInt64()}\t" +
        $"{AnswerJson.Iso(record.GetProperty("timestamp").GetInt64())}\t" +
        $"{Plain(record.GetProperty("key"))}\t{Plain(record.GetProperty("value"))}";

    private static string Plain(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : ReadableJson.Of(element);
}
