using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa topology</c>: what a project's topologies are; nothing runs, and no worker is asked.</summary>
internal static class TopologyCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "topology", "Look at the topologies of a project or an assembly: nothing runs, and no log is needed.",
            "kappa topology describe topologies/FlightDelays", "kappa topology diff topologies/FlightDelays");
        command.Subcommands.Add(TopologyLsCommand.Create(context));
        command.Subcommands.Add(TopologyDescribeCommand.Create(context));
        command.Subcommands.Add(TopologyGraphCommand.Create(context));
        command.Subcommands.Add(TopologyDiffCommand.Create(context));
        command.Subcommands.Add(TopologyLintCommand.Create(context));
        return command;
    }
}
