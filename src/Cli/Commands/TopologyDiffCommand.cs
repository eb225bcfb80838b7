using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa topology diff</c>: what a new version keeps, changes, adds and drops.</summary>
internal static class TopologyDiffCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "diff",
            "Say which sources, stores, exchanges and outputs another version of a topology keeps, changes, adds and " +
            "drops. Structure and settings are compared, not what functions compute: `kappa replay diff` compares " +
            "results. Exit code 8 where something differs.",
            "kappa topology diff topologies/FlightDelays", "kappa topology diff MyTopology.dll orders --from 1 --to 3");
        var project = new ProjectArgument();
        var from = new Option<int?>("--from")
        {
            Description = "The earlier version. The default is the one before the other.",
            HelpName = "N",
        };
        var to = new Option<int?>("--to")
        {
            Description = "The later version. The default is the highest.",
            HelpName = "N",
        };
        Option<string> output = OutputOption.Create();
        project.AddWithTopologyTo(command);
        command.Options.Add(from);
        command.Options.Add(to);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<Topology> versions = await project.LoadAsync(context, parsed, cancellationToken);
            Topology next = ProjectArgument.Choose(versions, parsed.GetValue(to));
            Topology old = Earlier(versions, next, parsed.GetValue(from));
            TopologyChange[] changes = [.. old.ChangesIn(next)];
            ListOutput.Print(
                context, parsed.GetValue(output)!, (changes, TopologyDocument.Default.TopologyChangeArray),
                (changes, TopologyDocument.Default.TopologyChange),
                () => TopologyDiffText.Write(context, old, next, changes));
            return changes.All(change => change.Kind == TopologyChangeKind.Kept)
                ? ExitCodes.Done : ExitCodes.Differences;
        });
        return command;
    }

    private static Topology Earlier(IReadOnlyList<Topology> versions, Topology next, int? number) =>
        number is not null ? ProjectArgument.Choose(versions, number)
            : versions.LastOrDefault(version => version.Version < next.Version)
                ?? throw CliErrors.OnlyVersion(next.Name, next.Version);
}
