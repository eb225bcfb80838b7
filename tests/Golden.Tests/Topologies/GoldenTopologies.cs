using System.Text.Json.Nodes;

namespace Kappa.Golden.Tests;

/// <summary>The recorded topologies, a family a file.</summary>
internal static class GoldenTopologies
{
    private static readonly Dictionary<string, Action<JsonNode, StreamBuilder>> Families = new()
    {
        ["aggregate"] = StreamTopologies.Aggregate,
        ["branch-merge"] = StreamTopologies.BranchAndMerge,
        ["cogroup"] = StreamTopologies.Cogroup,
        ["count"] = StreamTopologies.Count,
        ["foreign-key"] = JoinTopologies.ForeignKey,
        ["global-table"] = JoinTopologies.GlobalTable,
        ["join-chain"] = JoinTopologies.Chain,
        ["reduce"] = StreamTopologies.Reduce,
        ["rekey-aggregate"] = StreamTopologies.AggregateUnderNewKey,
        ["self-join"] = JoinTopologies.WithItself,
        ["stateless"] = StreamTopologies.Stateless,
        ["stream-stream"] = JoinTopologies.StreamWithStream,
        ["stream-table"] = JoinTopologies.StreamWithTable,
        ["suppress-time"] = WindowTopologies.SuppressForATime,
        ["stream-versioned-table"] = JoinTopologies.StreamWithVersions,
        ["table"] = TableTopologies.Table,
        ["table-count"] = TableTopologies.Count,
        ["table-filter"] = TableTopologies.Filter,
        ["table-group"] = TableTopologies.Group,
        ["table-group-reduce"] = TableTopologies.GroupReduce,
        ["table-table"] = JoinTopologies.TableWithTable,
        ["to-table"] = TableTopologies.ToTable,
        ["table-table-versioned"] = JoinTopologies.VersionsWithVersions,
        ["window"] = WindowTopologies.Window,
        ["windowed-cogroup"] = WindowTopologies.Cogroup,
    };

    /// <exception cref="NotSupportedException">Kappa has no such operator.</exception>
    public static Topology Build(JsonNode spec)
    {
        var builder = new StreamBuilder();
        string operation = (string)spec["op"]!;
        if (!Families.TryGetValue(operation, out Action<JsonNode, StreamBuilder>? describe))
        {
            throw new NotSupportedException($"No topology of the kind '{operation}'.");
        }

        describe(spec, builder);
        return builder.Build("golden");
    }
}
