using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <inheritdoc cref="Stores.KeyValue"/>
internal sealed class KeyValueStoreBuilder<TKey, TValue>(
    string name, ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde) : StoreBuilder(name)
{
    internal override StoreSpec AddTo(GraphDraft draft) => draft.AddStore(
        Name, "a store of your own", keySerde ?? draft.Serdes.For<TKey>(), valueSerde ?? draft.Serdes.For<TValue>());
}
