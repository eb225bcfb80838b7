using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A version of a topology that an assembly has.</summary>
/// <param name="Topology">Name of the topology.</param>
/// <param name="Version">Number of the version.</param>
/// <param name="ClassName">The class that describes it.</param>
/// <param name="Fingerprint">Of structure and settings.</param>
/// <param name="Sources">Topics that it reads.</param>
/// <param name="Outputs">Topics that it writes.</param>
/// <param name="Stores">Its stores.</param>
/// <param name="Warnings">What is allowed but seldom meant.</param>
internal sealed record TopologySummary(
    string Topology, int Version, string ClassName, string Fingerprint, IReadOnlyList<string> Sources,
    IReadOnlyList<string> Outputs, IReadOnlyList<string> Stores, IReadOnlyList<string> Warnings)
{
    public static TopologySummary Of(LoadedVersion version)
    {
        Topology topology = version.Topology;
        return new TopologySummary(
            topology.Name, topology.Version, version.ClassName, topology.Fingerprint,
            topology.NamesOf(TopologyPart.Source), topology.NamesOf(TopologyPart.Output),
            topology.NamesOf(TopologyPart.Store), topology.Warnings);
    }
}
