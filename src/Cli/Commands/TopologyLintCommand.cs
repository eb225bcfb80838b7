using System.CommandLine;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa topology lint</c>: builds every version, and says what is wrong or seldom meant.</summary>
internal static class TopologyLintCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "lint",
            "Build every version of a project's topologies, and say what is wrong with one and what is seldom meant. " +
            "Exit code 1 where something is wrong; with --strict for warnings too.",
            "kappa topology lint topologies/FlightDelays", "kappa topology lint MyTopology.dll --strict");
        var project = new ProjectArgument();
        var strict = new Option<bool>("--strict") { Description = "Take warnings for errors." };
        project.AddTo(command);
        command.Options.Add(strict);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string file = await project.ResolveAsync(context, parsed, cancellationToken);
            int errors = 0;
            IReadOnlyList<LoadedVersion> versions = TopologyLoader.LoadAll(file, (topology, version, error) =>
            {
                errors++;
                context.Out.WriteLine($"error: {topology} v{version}: {error.Message} [{error.Code}]");
            });
            (Topology Topology, string Text)[] warnings = [.. versions.SelectMany(
                version => version.Topology.Warnings.Select(warning => (version.Topology, warning)))];
            foreach ((Topology topology, string text) in warnings)
            {
                await context.Out.WriteLineAsync($"warning: {topology.Name} v{topology.Version}: {text}");
            }

            await context.Error.WriteLineAsync(
                $"{versions.Count + errors} versions, {errors} errors, {warnings.Length} warnings");
            return errors > 0 || (parsed.GetValue(strict) && warnings.Length > 0) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }
}
