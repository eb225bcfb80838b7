using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Gives the format of an output's records, to show them.</summary>
internal sealed class OutputFormats : IStoreVisitor<StoreFormat>
{
    private static readonly OutputFormats Instance = new();

    /// <summary>The format of a topic that a topology writes.</summary>
    public static StoreFormat Of(Topology topology, string topic) =>
        topology.Graph.Sinks.First(sink => sink.Topic == topic).Rows.Accept(Instance);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(StoreSpec<TKey, TValue> store) =>
        new StoreFormat<TKey, TValue>(store.Name, store.KeySerde, store.ValueSerde, sorted: false);
}
