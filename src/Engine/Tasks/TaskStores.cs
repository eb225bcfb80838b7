using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Opens the stores of a task over its backend, each with its partition of the changelog.</summary>
internal sealed class TaskStores(
    TaskPlan plan, Subtopology subtopology, TaskId id, IStateBackend? backend, TaskParts parts) : IChainStores
{
    private readonly IReadOnlyList<StoreSpec> _specs = subtopology.Stores;
    private readonly Dictionary<string, object> _stores = [];

    public KeyValueStore<TKey, TValue> Of<TKey, TValue>(StoreSpec<TKey, TValue> spec)
    {
        if (!_stores.TryGetValue(spec.Name, out object? known))
        {
            int index = _specs.TakeWhile(other => other.Name != spec.Name).Count();
            var store = new KeyValueStore<TKey, TValue>(backend!.Store(index), spec.KeySerde, spec.ValueSerde);
            var changelog = new TopicPartition(plan.ChangelogOf(spec.Name), id.Partition);
            parts.Stores.Add(new TaskStore(spec.Name, index, store, changelog));
            _stores.Add(spec.Name, known = store);
        }

        return (KeyValueStore<TKey, TValue>)known;
    }
}
