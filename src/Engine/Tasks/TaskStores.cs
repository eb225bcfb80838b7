using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Opens the stores of a task over its backend, each with its partition of the changelog.</summary>
internal sealed class TaskStores(
    TaskPlan plan, Subtopology subtopology, TaskId id, IStateBackend? backend, TaskParts parts) : IChainStores
{
    private readonly StateFamilies _families = new(subtopology.Stores);
    private readonly Dictionary<string, IStoreCache> _stores = [];

    public KeyValueStore<TKey, TValue> Of<TKey, TValue>(StoreSpec<TKey, TValue> spec)
    {
        StoreSpec<TKey, TValue> local = subtopology.LocalOf(spec);
        return (KeyValueStore<TKey, TValue>)(_stores.GetValueOrDefault(local.Name) ?? Add(local, (rows, _) =>
            new KeyValueStore<TKey, TValue>(backend!.Store(rows), spec.KeySerde, spec.ValueSerde)));
    }

    public WindowStore<TKey, TValue> Of<TKey, TValue>(WindowStoreSpec<TKey, TValue> spec) =>
        (WindowStore<TKey, TValue>)(_stores.GetValueOrDefault(spec.Name) ?? Add(spec, (rows, starts) =>
            new WindowStore<TKey, TValue>(
                backend!.Store(rows), backend.Store(starts), spec.KeySerde, spec.ValueSerde, spec.AdvanceMs,
                spec.RetentionMs)));

    public BufferStore<TKey, TValue> Of<TKey, TValue>(BufferStoreSpec<TKey, TValue> spec) =>
        (BufferStore<TKey, TValue>)(_stores.GetValueOrDefault(spec.Name) ?? Add(spec, (rows, times) =>
            new BufferStore<TKey, TValue>(
                backend!.Store(rows), backend.Store(times), spec.KeySerde, spec.ValueSerde, spec.RetentionMs)));

    public VersionedStore<TKey, TValue> Of<TKey, TValue>(VersionedStoreSpec<TKey, TValue> spec) =>
        (VersionedStore<TKey, TValue>)(_stores.GetValueOrDefault(spec.Name) ?? Add(spec, (rows, ends) =>
            new VersionedStore<TKey, TValue>(
                backend!.Store(rows), backend.Store(ends), spec.KeySerde, spec.ValueSerde, spec.HistoryMs)));

    public SessionStore<TKey, TValue> Of<TKey, TValue>(SessionStoreSpec<TKey, TValue> spec) =>
        (SessionStore<TKey, TValue>)(_stores.GetValueOrDefault(spec.Name) ?? Add(spec, (rows, ends) =>
            new SessionStore<TKey, TValue>(
                backend!.Store(rows), backend.Store(ends), spec.KeySerde, spec.ValueSerde, spec.RetentionMs)));

    public TimeBuffer<TKey, Buffered<TValue>> Of<TKey, TValue>(HeldStoreSpec<TKey, TValue> spec) =>
        (TimeBuffer<TKey, Buffered<TValue>>)(_stores.GetValueOrDefault(spec.Name) ?? Add(spec, (rows, times) =>
            new TimeBuffer<TKey, Buffered<TValue>>(
                backend!.Store(rows), backend.Store(times), spec.KeySerde,
                new BufferedSerde<TValue>(spec.ValueSerde))));

    public RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>> Of<TForeign, TKey, TValue>(
        SubscriberStoreSpec<TForeign, TKey, TValue> spec) =>
        (RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>>)(
            _stores.GetValueOrDefault(spec.Name) ?? Add(spec, (rows, _) =>
                new RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>>(
                    backend!.Store(rows), spec.ForeignSerde,
                    new SubscriberSerde<TKey, TValue>(spec.KeySerde, spec.ValueSerde))));

    private IStoreCache Add(StoreSpec spec, Func<int, int, IStoreCache> open)
    {
        int index = _families.Stores.TakeWhile(other => other.Name != spec.Name).Count();
        int derived = _families.DerivedFrom(index);
        IStoreCache store = open(index, derived);
        var changelog = new TopicPartition(plan.ChangelogOf(spec.Name), id.Partition);
        parts.Stores.Add(new TaskStore(spec.Name, index, derived, store, changelog));
        _stores.Add(spec.Name, store);
        return store;
    }
}
