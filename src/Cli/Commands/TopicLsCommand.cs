using System.CommandLine;
using System.Globalization;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa topic ls</c>.</summary>
internal static class TopicLsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand("ls", "List topics.", "kappa topic ls", "kappa topic ls --dir kappa-demo -o json");
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
            Print(context, await topics.ListAsync(cancellationToken), parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliContext context, TopicList list, string output) => ListOutput.Print(
        context, output, (list, WorkerJson.Readable.TopicList), (list.Topics, WorkerJson.Readable.TopicInfo),
        () => TextTable.Write(
            context, ["Topic", ">Partitions", "Cleanup", ">Offsets", ">Bytes"],
            list.Topics.Select(topic => new[]
            {
                topic.Name, topic.Partitions.ToString(CultureInfo.InvariantCulture), topic.Cleanup,
                topic.Offsets.ToString("N0", CultureInfo.InvariantCulture),
                topic.Bytes.ToString("N0", CultureInfo.InvariantCulture),
            })));
}
