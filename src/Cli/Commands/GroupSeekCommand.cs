using System.CommandLine;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa group seek</c>.</summary>
internal static class GroupSeekCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "seek", "Move a group without members to another place in a topic; it need not exist yet.",
            "kappa group seek billing flights --to zero",
            "kappa group seek billing flights --partition 2 --to 1500",
            "kappa group seek billing flights --to 2026-01-31T00:00:00Z --bootstrap localhost:9092");
        var name = new Argument<string>("GROUP") { Description = "Name of the group." };
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic." };
        var partition = new Option<int?>("--partition")
        {
            Description = "One partition. The default is all.",
            HelpName = "P",
        };
        var to = new Option<string>("--to")
        {
            Description = "Where to go on: zero, end, an offset, or the first record of a time (ISO 8601).",
            Required = true,
            HelpName = "zero|end|OFFSET|TIME",
        };
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(name);
        command.Arguments.Add(topic);
        command.Options.Add(partition);
        command.Options.Add(to);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new SeekRequest(
                parsed.GetRequiredValue(topic), parsed.GetRequiredValue(to), parsed.GetValue(partition));
            await using IGroupAccess groups = GroupAccess.Open(context, parsed, source);
            GroupText.Print(
                context, await groups.SeekAsync(parsed.GetRequiredValue(name), request, cancellationToken),
                parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }
}
