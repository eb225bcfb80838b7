using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa topology graph</c>.</summary>
internal static class TopologyGraphCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "graph", "Draw a version of a topology as a flowchart of Mermaid, which Markdown shows as a picture.",
            "kappa topology graph topologies/FlightDelays", "kappa topology graph MyTopology.dll orders --version 2");
        var project = new ProjectArgument();
        Option<int?> version = TopologyDescribeCommand.VersionOption();
        project.AddWithTopologyTo(command);
        command.Options.Add(version);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Topology topology = ProjectArgument.Choose(
                await project.LoadAsync(context, parsed, cancellationToken), parsed.GetValue(version));
            await context.Out.WriteLineAsync(topology.Describe(TopologyFormat.Mermaid).TrimEnd('\n'));
            return ExitCodes.Done;
        });
        return command;
    }
}
