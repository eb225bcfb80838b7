using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa group</c>: how far the readers of topics are.</summary>
internal static class GroupCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "group", "List, describe and move groups: readers that share topics, and how far they have come.",
            "kappa group ls",
            "kappa group describe flight-delays.v1.i1",
            "kappa group seek billing flights --to zero --bootstrap localhost:9092");
        command.Subcommands.Add(GroupLsCommand.Create(context));
        command.Subcommands.Add(GroupDescribeCommand.Create(context));
        command.Subcommands.Add(GroupSeekCommand.Create(context));
        return command;
    }
}
