using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>
/// Answers queries from the snapshots of the last commit; never waits for processing, nor it for queries.
/// </summary>
/// <remarks>Published to by the engine's thread, read by any.</remarks>
internal sealed class QueryService : IDisposable, IStoreVisitor<StoreFormat>
{
    private readonly TaskPlan _plan;
    private readonly CutSources _sources;
    private readonly StreamTask[] _tasks;
    private readonly Lock _committed = new();
    private readonly long[] _ends;
    private Cut _cut;
    private bool _disposed;

    public QueryService(TaskPlan plan, CutSources sources, StreamTask[] tasks, Position position)
    {
        (_plan, _sources, _tasks, _cut) = (plan, sources, tasks, position.Cut);
        _ends = [.. position.Ends];
        Stores = [.. plan.Stores.Select(store => new StoreInfo(
            store.Spec.Name, store.Spec.KeySerdeName, store.Spec.ValueSerdeName, store.Partitions))];
    }

    public IReadOnlyList<StoreInfo> Stores { get; }

    /// <summary>Reads the last committed cut, also as an answer carries it, and its ends.</summary>
    public (Cut Cut, AsOf AsOf, long[] Ends) ReadCommitted()
    {
        Cut cut;
        long[] ends;
        lock (_committed)
        {
            (cut, ends) = (_cut, [.. _ends]);
        }

        return (cut, ToAsOf(cut, ends), ends);
    }

    /// <summary>All tasks have applied a commit: queries see it from now on, over all tasks at once.</summary>
    public void Publish(SliceRun run)
    {
        lock (_committed)
        {
            foreach (StreamTask task in _tasks)
            {
                task.PublishSnapshot();
            }

            _cut = run.LastCut;
            run.LastEnds.CopyTo(_ends);
        }
    }

    public StoreView Open(string store)
    {
        PlannedStore planned = _plan.Stores.FirstOrDefault(candidate => candidate.Spec.Name == store)
            ?? throw EngineErrors.UnknownStore(_plan.Topology, store, Stores.Select(known => known.Name));
        int index = TaskPlan.StoresOf(planned.Subtopology).TakeWhile(spec => spec.Name != store).Count();
        StreamTask[] owners = [.. _tasks.Where(task => task.Id.Subtopology == planned.Subtopology.Id)];
        var snapshots = new SharedSnapshot[owners.Length];
        Cut cut;
        long[] ends;
        lock (_committed)
        {
            // A commit waits for this lock, so only what must agree is read under it.
            ObjectDisposedException.ThrowIf(_disposed, typeof(StreamEngine));
            for (int i = 0; i < owners.Length; i++)
            {
                snapshots[i] = owners[i].Snapshot!;
                snapshots[i].AddUser();
            }

            (cut, ends) = (_cut, [.. _ends]);
        }

        return new StoreView(store, index, planned.Spec.Accept(this), snapshots, ToAsOf(cut, ends));
    }

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(StoreSpec<TKey, TValue> store) =>
        new StoreFormat<TKey, TValue>(store.KeySerde, store.ValueSerde);

    public void Dispose()
    {
        lock (_committed)
        {
            _disposed = true;
        }
    }

    private AsOf ToAsOf(Cut cut, long[] ends) => new(
        _plan.Topology.Name, _plan.Topology.Version, cut.Number,
        _sources.Partitions.Zip(ends).ToDictionary(pair => pair.First.ToString(), pair => pair.Second));
}
