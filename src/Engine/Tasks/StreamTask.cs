using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Runs one partition of one subtopology. One thread at a time; no locks.</summary>
/// <remarks>
/// A run goes: <see cref="Process"/>, <see cref="Collect"/>, the log's commit (one thread for all tasks),
/// then <see cref="Apply"/>. Its state stays with who opened it.
/// </remarks>
internal sealed class StreamTask : IDisposable
{
    private readonly TaskInput[] _inputs;
    private readonly InputMerge _merge;
    private readonly TaskContext _context;
    private readonly TaskParts _parts;
    private readonly ByteWriter _position = new();
    private readonly IStateBackend? _backend;
    private readonly StateBatch? _batch;
    private bool _wroteState;

    public StreamTask(TaskId id, TaskContext context, TaskParts parts, IStateBackend? backend)
    {
        Id = id;
        _context = context;
        _parts = parts;
        _inputs = [.. parts.Inputs];
        _merge = new InputMerge(_inputs.Length);
        StoreNames = [.. parts.Stores.Select(store => store.Name)];
        _backend = backend;
        _batch = backend?.BeginBatch();
        Snapshot = backend is null ? null : new SharedSnapshot(backend.OpenSnapshot());
    }

    public TaskId Id { get; }

    public List<TaskStore> Stores => _parts.Stores;

    /// <summary>Names of the stores, in their order.</summary>
    public string[] StoreNames { get; }

    /// <summary>Whether what it has collected changes a store.</summary>
    public bool HasPending => _parts.Stores.Exists(store => store.PendingRecords > 0);

    /// <summary>Whether there is anything to say of where it stands.</summary>
    public bool HasPosition => _parts.Stores.Count + _parts.LanesOut.Count + _parts.LanesIn.Count > 0;

    /// <summary>Whether what it has collected, sent or taken in changes where it stands.</summary>
    public bool HasMoved => HasPending || _parts.LanesOut.Exists(lanes => lanes.HasMoved)
        || _parts.LanesIn.Exists(lanes => lanes.HasMoved);

    /// <summary>The state below the stores; null for a task without any.</summary>
    public IStateBackend? Backend => _backend;

    /// <summary>The stores as of the last commit.</summary>
    public SharedSnapshot? Snapshot { get; private set; }

    /// <summary>Where the record in progress came from, for messages.</summary>
    public TaskContext Context => _context;

    /// <summary>Records taken from source topics; any thread may ask.</summary>
    public long RecordsTaken
    {
        get
        {
            long taken = 0;
            foreach (TaskInput input in _inputs)
            {
                taken += input.Taken;
            }

            return taken;
        }
    }

    /// <summary>Bytes of <see cref="RecordsTaken"/> in the log.</summary>
    public long BytesTaken
    {
        get
        {
            long taken = 0;
            foreach (TaskInput input in _inputs)
            {
                taken += input.TakenBytes;
            }

            return taken;
        }
    }

    /// <summary>
    /// When it has something to do by the clock, milliseconds since 1970; <see cref="long.MaxValue"/> for never.
    /// Between two runs.
    /// </summary>
    public long DueClockMs => _parts.Times?.DueClockMs ?? long.MaxValue;

    /// <summary>Where it stands once what it has collected is committed.</summary>
    /// <param name="cut">Number of the cut that is committed.</param>
    public TaskPosition PositionAt(long cut) =>
        new(cut, _parts.Stores.ToDictionary(store => store.Name, store => store.ChangelogEnd))
        {
            LanesOut = _parts.LanesOut.ToDictionary(
                lanes => lanes.Exchange, IReadOnlyList<long> (lanes) => lanes.Counts),
            LanesIn = _parts.LanesIn.ToDictionary(lanes => lanes.Exchange, lanes => lanes.Position),
        };

    /// <summary>Bytes of the changed rows that wait for the commit.</summary>
    public long MeasureDirty()
    {
        long bytes = 0;
        foreach (TaskStore store in _parts.Stores)
        {
            bytes += store.MeasureDirty();
        }

        return bytes;
    }

    /// <summary>
    /// Bytes that the run in progress holds in memory beside changed rows: lanes to other tasks, records of outputs.
    /// </summary>
    public long MeasureSent()
    {
        long bytes = 0;
        foreach (ExchangeLanes lanes in _parts.Leaving)
        {
            bytes += lanes.BytesFrom(Id.Partition);
        }

        foreach (TaskOutput output in _parts.Outputs)
        {
            bytes += output.Bytes;
        }

        foreach (ITableOutput table in _parts.Tables)
        {
            bytes += table.Measure();
        }

        return bytes;
    }

    /// <summary>Makes ready for a run: its lanes are empty, and those to it are filled.</summary>
    public void BeginRun()
    {
        foreach (ExchangeLanes lanes in _parts.Leaving)
        {
            lanes.Clear(Id.Partition);
        }

        foreach (TaskInput input in _inputs)
        {
            input.BeginRun();
        }
    }

    /// <summary>Processes those of some slices of a run that have input for this task, in their order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">The first slice; all before it were processed.</param>
    /// <param name="to">The slice behind the last one.</param>
    public void Process(SliceRun run, int from, int to)
    {
        for (int slice = NextSlice(run, from); slice < to; slice = NextSlice(run, slice + 1))
        {
            _context.Enter(run, slice);
            ProcessSlice(run, slice);
        }
    }

    /// <summary>Serialises what changed, into the buffers of the commit.</summary>
    public void Collect()
    {
        _parts.Times?.Save();
        foreach (TaskStore store in _parts.Stores)
        {
            store.Collect(_batch!);
        }

        foreach (ITableOutput table in _parts.Tables)
        {
            table.Collect();
        }
    }

    public void AppendOutputs(ILogProducer producer)
    {
        foreach (TaskOutput output in _parts.Outputs)
        {
            output.AppendTo(producer);
        }
    }

    /// <summary>The commit is in the log: brings the state below to it.</summary>
    /// <param name="generation">Generation of the log.</param>
    /// <param name="cut">The cut that is committed.</param>
    /// <param name="cacheBudgetBytes">What each store may keep in its cache.</param>
    /// <param name="nowMs">The time by the wall clock, milliseconds since 1970.</param>
    public void Apply(long generation, long cut, long cacheBudgetBytes, long nowMs)
    {
        _wroteState = HasPending;
        if (_wroteState)
        {
            WritePosition(generation, cut, nowMs);
            _backend!.Write(_batch!, _position.Written);
        }

        foreach (TaskStore store in _parts.Stores)
        {
            store.Committed(cacheBudgetBytes);
        }

        foreach (ITableOutput table in _parts.Tables)
        {
            table.Clear();
        }

        foreach (TaskOutput output in _parts.Outputs)
        {
            output.Clear();
        }

        _parts.LanesOut.ForEach(lanes => lanes.Committed());
        _parts.LanesIn.ForEach(lanes => lanes.Committed());
    }

    /// <summary>Replaces the snapshot for queries, if the last commit changed anything.</summary>
    public void PublishSnapshot()
    {
        if (_wroteState)
        {
            // The new one first: if it cannot be had, queries go on with the old one.
            SharedSnapshot old = Snapshot!;
            Snapshot = new SharedSnapshot(_backend!.OpenSnapshot());
            old.Release();
        }
    }

    public void Dispose()
    {
        Snapshot?.Release();
        _parts.Close();
    }

    private int NextSlice(SliceRun run, int slice)
    {
        int next = run.Count;
        foreach (TaskInput input in _inputs)
        {
            next = Math.Min(next, input.NextSlice(run, slice));
        }

        return next;
    }

    private void ProcessSlice(SliceRun run, int slice)
    {
        _merge.Begin();
        foreach (TaskInput input in _inputs)
        {
            if (input.Load(run, slice, out Place head))
            {
                _merge.Add(input, head);
            }
        }

        _merge.Drain(run, slice);
    }

    private void WritePosition(long generation, long cut, long nowMs)
    {
        Span<long> ends = stackalloc long[_parts.Stores.Count];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = _parts.Stores[i].ChangelogEnd;
        }

        _position.Clear();
        StatePosition.Write(_position, generation, cut, StoreNames, ends, nowMs);
    }
}
