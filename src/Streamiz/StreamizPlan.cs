using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Stream;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace Kappa.StreamizHosting;

/// <summary>What a topology of Streamiz reads, keeps and writes.</summary>
/// <param name="Sources">Topics that it reads, in ordinal order; those between its own parts are not among
/// them.</param>
/// <param name="Stores">Names of its stores, in ordinal order.</param>
/// <param name="Outputs">Topics that it writes, in ordinal order.</param>
internal sealed record StreamizPlan(
    IReadOnlyList<string> Sources, IReadOnlyList<string> Stores, IReadOnlyList<StreamizOutput> Outputs)
{
    // Streamiz names a node by what it does: behind a table these leave each key its row.
    private static readonly string[] KeepRows =
        ["KTABLE-TOSTREAM-", "KSTREAM-MAPVALUES-", "KSTREAM-PEEK-", "KSTREAM-FILTER-"];

    /// <summary>Reads the description of a topology.</summary>
    /// <exception cref="KappaException">
    /// KAP1120 to KAP1123, KAP1126 to KAP1128: it has what cannot be replayed.
    /// </exception>
    public static StreamizPlan Of(StreamizDescription topology, IStreamConfig settings)
    {
        if (settings.DefaultCacheEnabled)
        {
            throw StreamizErrors.CachesRecords("DefaultCacheEnabled");
        }

        if (StreamizInternals.Release is not { Major: 1, Minor: 8 })
        {
            throw StreamizErrors.OtherRelease(StreamizInternals.Release, "such number");
        }

        StreamizInternals.Check();
        StreamizStores.Check(topology);

        ITopologyDescription description = topology.Describe();
        if (description.GlobalStores.Any())
        {
            throw StreamizErrors.GlobalTable(description.GlobalStores.SelectMany(store => store.Source.Topics));
        }

        INodeDescription[] nodes = [.. description.SubTopologies.SelectMany(part => part.Nodes)];
        if (nodes.FirstOrDefault(node => node.Name.Contains("-ASYNC-", StringComparison.Ordinal)) is { } async)
        {
            throw StreamizErrors.AsyncOperator(async.Name);
        }

        ISinkNodeDescription[] sinks = [.. nodes.OfType<ISinkNodeDescription>()];
        if (sinks.FirstOrDefault(sink => string.IsNullOrEmpty(sink.Topic)) is { } open)
        {
            throw StreamizErrors.TopicByRecord(open.Name);
        }

        string[] read = [.. nodes.OfType<ISourceNodeDescription>().SelectMany(source => source.Topics).Distinct()];
        return new StreamizPlan(
            [.. read.Where(topic => sinks.All(sink => sink.Topic != topic)).Order(StringComparer.Ordinal)],
            [.. nodes.OfType<IProcessorNodeDescription>().SelectMany(node => node.Stores ?? [])
                .Distinct().Order(StringComparer.Ordinal)],
            [.. sinks.Where(sink => !read.Contains(sink.Topic)).GroupBy(sink => sink.Topic, StringComparer.Ordinal)
                .Select(writers => new StreamizOutput(writers.Key, writers.All(IsOfTable)))
                .OrderBy(output => output.Topic, StringComparer.Ordinal)]);
    }

    /// <summary>Whether what is written are the rows of a table, key by key.</summary>
    private static bool IsOfTable(INodeDescription node) => node.Previous.All(before =>
        before.Name.StartsWith(KeepRows[0], StringComparison.Ordinal)
        || (KeepRows.Any(kind => before.Name.StartsWith(kind, StringComparison.Ordinal)) && IsOfTable(before)));
}
