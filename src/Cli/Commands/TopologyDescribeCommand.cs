using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa topology describe</c>.</summary>
internal static class TopologyDescribeCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "describe", "Describe a version of a topology: subtopologies, operators, stores, topics.",
            "kappa topology describe topologies/FlightDelays", "kappa topology describe MyTopology.dll orders -o json");
        var project = new ProjectArgument();
        Option<int?> version = VersionOption();
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        project.AddWithTopologyTo(command);
        command.Options.Add(version);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Topology topology = ProjectArgument.Choose(
                await project.LoadAsync(context, parsed, cancellationToken), parsed.GetValue(version));
            TopologyFormat format = parsed.GetValue(output) == OutputOption.Json
                ? TopologyFormat.Json : TopologyFormat.Text;
            await context.Out.WriteLineAsync(topology.Describe(format).TrimEnd('\n'));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Which version is meant.</summary>
    public static Option<int?> VersionOption() => new("--version")
    {
        Description = "Number of the version. The default is the highest.",
        HelpName = "N",
    };
}
