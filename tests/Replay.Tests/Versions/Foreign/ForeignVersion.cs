using System.Collections.Immutable;
using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>
/// A version that no engine of Kappa runs: all that the others know of it is <see cref="IRunningVersion"/>.
/// </summary>
internal sealed class ForeignVersion : IRunningVersion
{
    public static readonly StoreInfo Store = new("totals", "string", "string", VersionsFixture.Partitions);

    private readonly ILog _log;
    private readonly EngineSettings _settings;
    private readonly ForeignRunner _runner;
    private readonly ForeignCuts _cuts;
    private readonly ILogProducer _producer;
    private readonly string _output;
    private readonly Lock _running = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(long Cut, TaskCompletionSource<EngineCheckpoint> Wait)> _waits = [];
    private volatile ForeignState _state;
    private bool _disposed;

    public ForeignVersion(
        Topology topology, ILog log, EngineSettings settings, ForeignRunner runner, InstancePlan plan)
    {
        (Topology, _log, _settings, _runner) = (topology, log, settings, runner);
        (Instance, Outputs, _output) = (plan.Instance, [plan.Outputs[0].Output], plan.Outputs[0].WrittenTo!);
        _cuts = (ForeignCuts)runner.Cuts(log, topology.Name);
        _producer = settings.Role is LiveRole ? _cuts.OpenProducer() : log.OpenProducer(Instance);
        _state = runner.StateOf(Instance);
        Lag = new ForeignLag(log, () => _state);
        if (log.Find(_output) is null)
        {
            log.Admin.CreateTopic(_output, new TopicSettings
            {
                Partitions = VersionsFixture.Partitions,
                Cleanup = CleanupPolicy.Compact,
            });
        }
    }

    public Topology Topology { get; }

    public string Instance { get; }

    public int InstanceNumber => _settings.Instance;

    public EngineRole Role => _settings.Role;

    public EngineStatus Status => new(
        EngineState.Running, _state.Cut, AsOfOf(_state), _state.Records, _state.Cut.Number, 0, null);

    public IVersionLag Lag { get; }

    public LatencyMeter Latency { get; } = new(TimeProvider.System);

    public long RecordsProcessed => _state.Records;

    public bool IsCaughtUp => _cuts.Behind(_state.Cut.Number) is null;

    public IReadOnlyList<OutputInfo> Outputs { get; }

    public IReadOnlyList<StoreInfo> Stores => [Store];

    public static IReadOnlyDictionary<string, long> ByPartition(IEnumerable<long> offsets) => offsets
        .Select((offset, partition) => (Name: $"{Totals.Input}/{partition}", Offset: offset))
        .ToDictionary(pair => pair.Name, pair => pair.Offset);

    public bool RunOnce()
    {
        lock (_running)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_state.Cut.Number >= (Role as FollowerRole)?.UntilCut || Next() is not var (cut, ends))
            {
                return false;
            }

            Process(cut, ends);
            foreach ((long Cut, TaskCompletionSource<EngineCheckpoint> Wait) met in
                _waits.Where(wait => wait.Cut <= cut.Number).ToArray())
            {
                _waits.Remove(met);
                met.Wait.TrySetResult(Take());
            }

            return true;
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.Run(async () =>
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        while (!stop.IsCancellationRequested)
        {
            long seen = _log.ChangeNumber;
            if (!RunOnce())
            {
                await _log.WaitForChangeAsync(seen, stop.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }, CancellationToken.None);

    public EngineCheckpoint Checkpoint()
    {
        lock (_running)
        {
            return Take();
        }
    }

    public Task<EngineCheckpoint> CheckpointAtAsync(Func<long> choose, CancellationToken cancellationToken)
    {
        lock (_running)
        {
            long cut = choose();
            if (cut <= _state.Cut.Number)
            {
                return Task.FromResult(Take());
            }

            var wait = new TaskCompletionSource<EngineCheckpoint>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((cut, wait));
            return wait.Task.WaitAsync(cancellationToken);
        }
    }

    public IStoreView OpenStore(string store) => new ForeignView(_state, AsOfOf(_state));

    public StoreViews OpenStores() => Take().Stores;

    public T CommitBeside<T>(Func<BesideCommit, T> work)
    {
        lock (_running)
        {
            return work(commit => commit(_producer));
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        lock (_running)
        {
            _disposed = true;
            _producer.Dispose();
        }
    }

    /// <summary>The next recorded cut, or a new one of who is live.</summary>
    private (Cut Cut, long[] Ends)? Next() => _cuts.Behind(_state.Cut.Number)
        ?? (_settings.Role is LiveRole ? _cuts.Make(_settings.Seams.Time.GetUtcNow().ToUnixTimeMilliseconds()) : null);

    private void Process(Cut cut, long[] ends)
    {
        ImmutableSortedDictionary<string, string> rows = _state.Rows;
        long records = _state.Records;
        var buffers = new List<RecordBuffer>();
        for (int partition = 0; partition < ends.Length; partition++)
        {
            using var cursor = new RecordCursor(
                _log.OpenReader(new TopicPartition(Totals.Input, partition), _state.Ends[partition]));
            var buffer = new RecordBuffer();
            buffers.Add(buffer);
            while (cursor.MoveNext(ends[partition]))
            {
                string key = Encoding.UTF8.GetString(cursor.Key);
                string total = ForeignRunner.Join(
                    Topology.Version, rows.GetValueOrDefault(key, ""), Encoding.UTF8.GetString(cursor.Value));
                rows = rows.SetItem(key, total);
                buffer.Add(1, true, cursor.Key, true, Encoding.UTF8.GetBytes(total));
                records++;
            }

            if (buffer.Records > 0)
            {
                _producer.Append(new TopicPartition(_output, partition), buffer);
            }
        }

        _producer.Commit();
        buffers.ForEach(buffer => buffer.Dispose());
        _state = new ForeignState(cut, [.. ends], rows, records);
        _runner.Commit(Instance, _state);
    }

    private EngineCheckpoint Take()
    {
        AsOf asOf = AsOfOf(_state);
        long[] ends = [.. Enumerable.Range(0, VersionsFixture.Partitions)
            .Select(partition => _log.Offsets(new TopicPartition(_output, partition)).LastStable)];
        return new EngineCheckpoint(
            new StoreViews([Store], [new ForeignView(_state, asOf)], asOf),
            new Dictionary<string, long[]> { [_output] = ends });
    }

    private AsOf AsOfOf(ForeignState state) =>
        new(Topology.Name, Topology.Version, state.Cut.Number, ByPartition(state.Ends));
}
