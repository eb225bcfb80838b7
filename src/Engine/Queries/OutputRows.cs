using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Shows an output's records as text.</summary>
public sealed class OutputRows : IStoreVisitor<StoreFormat>
{
    private readonly StoreFormat _format;

    /// <summary>Prepares to show what a topology writes to a topic.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="topic">Topic of one of its outputs.</param>
    public OutputRows(Topology topology, string topic)
    {
        ArgumentNullException.ThrowIfNull(topology);
        _format = topology.Graph.Sinks.First(sink => sink.Topic == topic).Rows.Accept(this);
    }

    /// <summary>A row for a reader.</summary>
    /// <param name="row">Key and value as the topic has them.</param>
    public StoreEntry ToEntry(in StoreRow row) =>
        new(_format.KeyText(row.Key), _format.ValueJson(row.Value), row.TimestampMs);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(StoreSpec<TKey, TValue> store) =>
        new StoreFormat<TKey, TValue>(store.Name, store.KeySerde, store.ValueSerde, sorted: false);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(WindowStoreSpec<TKey, TValue> store) => NoOutput(store);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(BufferStoreSpec<TKey, TValue> store) => NoOutput(store);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(VersionedStoreSpec<TKey, TValue> store) =>
        NoOutput(store);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(SessionStoreSpec<TKey, TValue> store) => NoOutput(store);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(HeldStoreSpec<TKey, TValue> store) => NoOutput(store);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TForeign, TKey, TValue>(
        SubscriberStoreSpec<TForeign, TKey, TValue> store) => NoOutput(store);

    private static StoreFormat NoOutput(StoreSpec store) =>
        throw new InvalidOperationException($"'{store.Name}' is a store and no output. This is a bug in Kappa.");
}
