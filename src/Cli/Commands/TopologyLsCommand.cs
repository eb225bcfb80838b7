using System.CommandLine;
using System.Globalization;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa topology ls</c>.</summary>
internal static class TopologyLsCommand
{
    private const int ShownDigits = 12;

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "ls", "List the topologies of a project, with their versions, sources and outputs.",
            "kappa topology ls topologies/FlightDelays", "kappa topology ls MyTopology.dll -o ndjson");
        var project = new ProjectArgument();
        Option<string> output = OutputOption.Create();
        project.AddTo(command);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string file = await project.ResolveAsync(context, parsed, cancellationToken);
            TopologySummary[] versions = [.. TopologyLoader
                .LoadAll(file, (topology, version, error) =>
                    ProjectArgument.WriteFault(context, topology, version, error))
                .Select(TopologySummary.Of)];
            ListOutput.Print(
                context, parsed.GetValue(output)!, (versions, TopologyDocument.Default.TopologySummaryArray),
                (versions, TopologyDocument.Default.TopologySummary), () => WriteTable(context, versions));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void WriteTable(CliContext context, TopologySummary[] versions) => TextTable.Write(
        context, ["topology", ">version", "reads", "writes", ">stores", "fingerprint", "class"],
        versions.Select(version => new[]
        {
            version.Topology, version.Version.ToString(CultureInfo.InvariantCulture),
            string.Join(", ", version.Sources), string.Join(", ", version.Outputs),
            version.Stores.Count.ToString(CultureInfo.InvariantCulture), version.Fingerprint[..ShownDigits],
            version.ClassName,
        }));
}
