using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <inheritdoc cref="Stores.Window"/>
internal sealed class WindowStoreBuilder<TKey, TValue>(
    string name, long sizeMs, long retentionMs, ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde)
    : StoreBuilder(name)
{
    private const long AnyStartMs = 1; // The operator says where its windows start.

    internal override StoreSpec AddTo(GraphDraft draft) => draft.AddStore(
        "a store of windows of your own", new WindowStoreSpec<TKey, TValue>(
            Name, keySerde ?? draft.Serdes.For<TKey>(), valueSerde ?? draft.Serdes.For<TValue>(), sizeMs, AnyStartMs,
            retentionMs));
}
