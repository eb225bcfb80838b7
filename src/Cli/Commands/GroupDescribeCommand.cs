using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa group describe</c>.</summary>
internal static class GroupDescribeCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "describe", "Show the committed offsets of a group and how far behind they are.",
            "kappa group describe flight-delays.v1.i1",
            "kappa group describe billing --bootstrap localhost:9092 -o json");
        var name = new Argument<string>("GROUP") { Description = "Name of the group." };
        Option<string> output = OutputOption.Create();
        var source = new LogSource();
        command.Arguments.Add(name);
        command.Options.Add(output);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using IGroupAccess groups = GroupAccess.Open(context, parsed, source);
            GroupText.Print(
                context, await groups.DescribeAsync(parsed.GetRequiredValue(name), cancellationToken),
                parsed.GetValue(output)!);
            return ExitCodes.Done;
        });
        return command;
    }
}
