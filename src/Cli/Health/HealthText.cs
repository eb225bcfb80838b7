using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Writes how a worker is, for people.</summary>
internal static class HealthText
{
    public static void Write(
        CliContext context, IReadOnlyList<TopologyHealth> topologies, IReadOnlyList<HealthProblem> problems)
    {
        TextTable.Write(
            context, ["Topology", ">Version", "State", ">Records behind", "Since"],
            topologies.SelectMany(topology => topology.Versions.Count == 0
                ? [[topology.Name, "", topology.State, "", ""]]
                : topology.Versions.Select(version => Row(topology, version))));
        foreach (HealthProblem problem in problems)
        {
            string version = problem.Version is { } number ? $" v{number}" : "";
            context.Out.WriteLine($"wrong: {problem.Topology}{version}: {problem.What}");
            context.Out.WriteLine(
                $"  {problem.Remedy.Does}:  {ErrorPrinter.Command(context, problem.Remedy.Command)}");
        }

        if (problems.Count == 0)
        {
            context.Out.WriteLine(topologies.Count == 0 ? "The worker runs nothing." : "All is well.");
        }
    }

    private static string[] Row(TopologyHealth topology, JsonElement version)
    {
        bool isLive = version.Text("state") == ReplayStatus.Live;
        return
        [
            topology.Name, version.Text("version")!,
            isLive && topology.State == "standby" ? "standby" : version.Text("state")!,
            isLive && topology.RecordsBehind is { } behind ? $"{behind:N0}" : "", version.Text("at") ?? "",
        ];
    }
}
