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
    private readonly IReadOnlyList<StoreInfo> _all;
    private readonly Lock _committed = new();
    private readonly long[] _ends;
    private Cut _cut;
    private long _records;
    private long _commits;
    private bool _disposed;

    public QueryService(TaskPlan plan, CutSources sources, StreamTask[] tasks, Position position)
    {
        (_plan, _sources, _tasks, _cut) = (plan, sources, tasks, position.Cut);
        _ends = [.. position.Ends];
        _all = [.. plan.Stores.Select(store => (store.Info, Format: store.Spec.Accept(this)))
            .Select(store => store.Info with
            {
                WindowMs = store.Format.WindowMs,
                HasSessions = store.Format.HasSessions,
            })];
        Stores = [.. _all.Where(store => !store.IsInternal)];
    }

    /// <summary>Those that can be asked for by name.</summary>
    public IReadOnlyList<StoreInfo> Stores { get; }

    /// <summary>Reads what the last commit left.</summary>
    public CommittedState ReadCommitted()
    {
        (Cut cut, long records, long commits) state;
        long[] ends;
        lock (_committed)
        {
            (state, ends) = ((_cut, _records, _commits), [.. _ends]);
        }

        return new CommittedState(state.cut, ToAsOf(state.cut, ends), state.records, state.commits);
    }

    /// <summary>The end of each source partition at the last committed cut.</summary>
    public long[] ReadEnds()
    {
        lock (_committed)
        {
            return [.. _ends];
        }
    }

    /// <summary>All tasks have applied a commit: queries see it from now on, over all tasks at once.</summary>
    /// <param name="run">What was committed.</param>
    /// <param name="records">Records taken in up to here since the instance was opened.</param>
    public void Publish(SliceRun run, long records)
    {
        lock (_committed)
        {
            foreach (StreamTask task in _tasks)
            {
                task.PublishSnapshot();
            }

            (_cut, _records, _commits) = (run.LastCut, records, _commits + 1);
            run.LastEnds.CopyTo(_ends);
        }
    }

    public StoreView Open(string store)
    {
        PlannedStore planned = _plan.Stores.FirstOrDefault(candidate => candidate.Spec.Name == store)
            ?? throw EngineErrors.UnknownStore(_plan.Topology, store, Stores.Select(known => known.Name));
        return OpenTogether([planned])[0];
    }

    public StoreViews OpenAll()
    {
        StoreView[] views = OpenTogether(_plan.Stores);
        return new StoreViews(_all, views, views.Length > 0 ? views[0].AsOf : ReadCommitted().AsOf);
    }

    private StoreView[] OpenTogether(IReadOnlyList<PlannedStore> stores)
    {
        StreamTask[][] owners = [.. stores.Select(store =>
            _tasks.Where(task => task.Id.Subtopology == store.Subtopology.Id).ToArray())];
        SharedSnapshot[][] snapshots = [.. owners.Select(tasks => new SharedSnapshot[tasks.Length])];
        Cut cut;
        long[] ends;
        lock (_committed)
        {
            // A commit waits for this lock, so only what must agree is read under it.
            ObjectDisposedException.ThrowIf(_disposed, typeof(StreamEngine));
            for (int store = 0; store < owners.Length; store++)
            {
                for (int task = 0; task < owners[store].Length; task++)
                {
                    snapshots[store][task] = owners[store][task].Snapshot!;
                    snapshots[store][task].AddUser();
                }
            }

            (cut, ends) = (_cut, [.. _ends]);
        }

        AsOf asOf = ToAsOf(cut, ends);
        return [.. stores.Select((store, index) => new StoreView(
            store.Spec.Name, IndexInTask(store), store.Spec.Accept(this), snapshots[index], asOf))];
    }

    private static int IndexInTask(PlannedStore store) =>
        store.Subtopology.Stores.TakeWhile(spec => spec.Name != store.Spec.Name).Count();

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(StoreSpec<TKey, TValue> store) =>
        new StoreFormat<TKey, TValue>(store.Name, store.KeySerde, store.ValueSerde);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(WindowStoreSpec<TKey, TValue> store) =>
        new WindowFormat<TKey, TValue>(
            store.Name, store.KeySerde, store.ValueSerde, store.SizeMs, store.AdvanceMs, store.RetentionMs);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(BufferStoreSpec<TKey, TValue> store) =>
        new BufferFormat<TKey, TValue>(store.Name, store.KeySerde, store.ValueSerde, store.RetentionMs);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(VersionedStoreSpec<TKey, TValue> store) =>
        new VersionFormat<TKey, TValue>(store.Name, store.KeySerde, store.ValueSerde, store.HistoryMs);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(SessionStoreSpec<TKey, TValue> store) =>
        new SessionFormat<TKey, TValue>(store.Name, store.KeySerde, store.ValueSerde, store.RetentionMs);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TKey, TValue>(HeldStoreSpec<TKey, TValue> store) =>
        new HeldFormat<TKey, TValue>(store.Name, store.KeySerde, store.ValueSerde);

    StoreFormat IStoreVisitor<StoreFormat>.Visit<TForeign, TKey, TValue>(
        SubscriberStoreSpec<TForeign, TKey, TValue> store) =>
        new SubscriberFormat<TForeign, TKey, TValue>(store.Name, store.ForeignSerde, store.KeySerde, store.ValueSerde);

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
