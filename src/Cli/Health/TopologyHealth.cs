using System.Text.Json;

namespace Kappa.Cli;

/// <summary>How a topology of a worker is, by what the worker says.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Versions">Its versions that have data.</param>
internal sealed record TopologyHealth(JsonElement Topology, IReadOnlyList<JsonElement> Versions)
{
    /// <summary>A log that has not said for so long how far behind one is does not answer.</summary>
    private const long MostLagAgeMs = 10_000;

    private static readonly string[] WithoutData = ["registered", "aborted", "retired"];

    public string Name => Topology.Text("name")!;

    public string State => Topology.Text("state")!;

    public long? RecordsBehind => Topology.Count("recordsBehind");

    /// <summary>Asks a worker for all of its topologies, or for one.</summary>
    public static async Task<IReadOnlyList<TopologyHealth>> ReadAsync(
        WorkerClient worker, string? only, CancellationToken cancellationToken)
    {
        const string Root = "/api/v1/topologies";
        JsonElement[] topologies = only is null
            ? [.. JsonElement.Parse(await worker.GetAsync(Root, cancellationToken)).Items("topologies")]
            : [JsonElement.Parse(await worker.GetAsync($"{Root}/{AddressPart.Of(only)}", cancellationToken))];
        var all = new List<TopologyHealth>();
        foreach (JsonElement topology in topologies)
        {
            string versions = await worker.GetAsync(
                $"{Root}/{AddressPart.Of(topology.Text("name")!)}/versions", cancellationToken);
            all.Add(new TopologyHealth(topology, [.. JsonElement.Parse(versions).Items("versions")
                .Where(version => !WithoutData.Contains(version.Text("state")))]));
        }

        return all;
    }

    /// <summary>All that is wrong with it.</summary>
    /// <param name="mostLag">Most records that it may be behind; null for any.</param>
    public IEnumerable<HealthProblem> Problems(long? mostLag)
    {
        var look = new Remedy("look closer", $"kappa version ls {Name}");
        if (State == "failed" && Versions.All(version => version.Text("error") is null))
        {
            yield return new HealthProblem(Name, null, Topology.Text("error") ?? "It does not run.", look);
        }

        foreach (JsonElement version in Versions.Where(version => version.Text("error") is not null))
        {
            long number = version.Count("version")!.Value;
            yield return new HealthProblem(
                Name, number, version.Text("error")!,
                new Remedy("look closer", $"kappa version describe {Name} {number}"));
        }

        foreach (JsonElement version in Topology.Items("leftOut"))
        {
            yield return new HealthProblem(Name, version.Count("version"), version.Text("error")!, look);
        }

        if (mostLag is { } most && RecordsBehind > most)
        {
            yield return new HealthProblem(
                Name, Topology.Count("version"), $"It is {RecordsBehind:N0} records behind, more than {most:N0}.",
                new Remedy("see what it waits for", $"kappa store ls {Name}"));
        }

        if (Topology.Count("lagAgeMs") is > MostLagAgeMs and var ageMs)
        {
            yield return new HealthProblem(
                Name, Topology.Count("version"), $"The log has not answered for {ageMs / 1000} s.",
                new Remedy("ask it directly", "kappa topic ls"));
        }
    }
}
