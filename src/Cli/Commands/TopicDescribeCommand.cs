using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa topic describe</c>.</summary>
internal static class TopicDescribeCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "describe", "Show a topic: its settings, who needs it, and the offsets and bytes of its partitions.",
            "kappa topic describe flights", "kappa topic describe flights --dir kappa-demo -o json");
        var name = new Argument<string>("NAME") { Description = "Name of the topic." };
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(name);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using ITopicAccess topics = TopicAccess.Open(context, parsed, source, mayCreate: false);
            TopicText.Print(
                context, await topics.DescribeAsync(parsed.GetRequiredValue(name), cancellationToken),
                parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }
}
