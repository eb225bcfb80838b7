using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Worker;

/// <summary>A worker: it owns a data directory, runs topologies over its log and answers over HTTP.</summary>
/// <remarks>
/// Dispose it to stop: streams end, engines finish the run in progress, and the directory is free again.
/// </remarks>
public sealed class WorkerHost : IAsyncDisposable
{
    private const int TokenBytes = 32;

    private static readonly TimeSpan GroupOffsetsDistance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PartitionChecks = TimeSpan.FromSeconds(2);

    private readonly WorkerSettings _settings;
    private readonly DirectoryOwner _owner;
    private readonly WorkerState _state;
    private readonly string _token;
    private HttpServer? _http;
    private ILog? _log;
    private StateMemory? _memory;
    private TokenFile? _tokenFile;
    private HostedTopologies? _topologies;
    private bool _disposed;

    private WorkerHost(WorkerSettings settings, DirectoryOwner owner)
    {
        (_settings, _owner, _state) = (
            settings, owner, new WorkerState(settings.Time, settings.Directory));
        _token = settings.Token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
    }

    /// <summary>Where it answers; the port is the real one.</summary>
    public ListenAddress Address => _http!.Address;

    /// <summary>
    /// The settings of a worker that takes the place of this one: clients go on with address and token.
    /// </summary>
    internal WorkerSettings Successor => _settings with { Http = Address, Token = _token, TakesOver = false };

    /// <summary>The live version of each topology that runs, by name.</summary>
    public IReadOnlyList<Replay.VersionRecord> LiveVersions => [.. _topologies!.All
        .Where(versions => versions.Live is not null)
        .SelectMany(versions => versions.Records).Where(record => record.State == Replay.VersionState.Live)];

    /// <summary>The topologies that do not run, by name; <c>/api/v1/topologies</c> says why.</summary>
    public IReadOnlyList<string> FailedTopologies =>
        [.. Failing.Where(topology => !_topologies!.Failures.StandsBy(topology))];

    /// <summary>The topologies that another worker runs, until that one is gone; by name.</summary>
    public IReadOnlyList<string> StandbyTopologies => [.. Failing.Where(_topologies!.Failures.StandsBy)];

    /// <summary>The log that it runs over, for code in this process that reads or writes topics.</summary>
    /// <remarks>It ends with the worker.</remarks>
    public ILog Log => _log!;

    /// <summary>Whether all its topologies run.</summary>
    public bool IsReady => _state.IsReady;

    /// <summary>
    /// Opens a view of a store of a topology's live version; while a cutover goes on it waits for the end of it.
    /// </summary>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="store">Name of the store.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KappaException">
    /// KAP6101, KAP6201 (exit 3): there is no such store, or topology. Or what keeps the topology from running.
    /// </exception>
    public async Task<IStoreView> OpenStoreAsync(
        string topology, string store, CancellationToken cancellationToken = default) =>
        (await (_topologies!.Find(topology)
            ?? throw HttpErrors.UnknownTopology(topology, _topologies.All.Select(versions => versions.Name)))
            .LiveAsync(cancellationToken)).OpenStore(store);

    private IEnumerable<string> Failing => _topologies!.All.Select(versions => versions.Name)
        .Where(topology => _topologies.Failures.Of(topology) is not null);

    /// <summary>Starts a worker: takes the directory, restores the state and begins to process.</summary>
    /// <param name="settings">What to run and where.</param>
    /// <param name="cancellationToken">Abandons the start; nothing stays behind.</param>
    /// <exception cref="KappaException">
    /// KAP2002 (exit 5): another process owns the directory. KAP5201 (exit 5): the port is in use. KAP5202 (exit 78):
    /// other machines could reach the address. KAP5001 and following: no topology fits the log, and none ever did; one
    /// alone that does not run, beside others or later, is listed with its error.
    /// </exception>
    public static async Task<WorkerHost> StartAsync(WorkerSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.Http.IsLoopback && !settings.Insecure)
        {
            throw WorkerErrors.NotLoopback(settings.Http);
        }

        var worker = new WorkerHost(settings, DirectoryOwner.Take(settings.Directory));
        try
        {
            await worker.StartAsync(cancellationToken);
            return worker;
        }
        catch (Exception error)
        {
            // What stopped the start is what counts, whatever the way back meets.
            await worker.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ExceptionDispatchInfo.Throw(error);
            throw;
        }
    }

    /// <summary>Runs until cancelled.</summary>
    /// <param name="cancellationToken">
    /// Ends the wait; the call then returns, and <see cref="DisposeAsync"/> stops the worker.
    /// </param>
    /// <exception cref="KappaException">
    /// The disk failed, or another owner has fenced this one: nothing uncommitted is kept, and the process should end.
    /// Exit code 7: the cluster did not answer for too long, or the outcome of a commit is not known; dispose
    /// this
    /// worker and start another, which goes on from what was committed (protocols.md 15).
    /// A version that fails stops alone, and the worker goes on (protocols.md 19).
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration =
            cancellationToken.Register(() => cancelled.TrySetResult());
        if (await Task.WhenAny(_state.Failure, cancelled.Task) == _state.Failure)
        {
            ExceptionDispatchInfo.Throw(await _state.Failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _state.Stop();
        if (_http is not null)
        {
            await _http.DisposeAsync();
        }

        await _state.Snapshots.WaitAsync(); // One whose caller is gone ends by itself, and needs the log until then.
        if (_topologies is not null)
        {
            await _topologies.DisposeAsync();
        }

        _memory?.Dispose();
        _log?.Dispose();
        _tokenFile?.Dispose();
        _owner.Dispose();
        _state.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var directory = new DataDirectory(_settings.Directory);
        _http = await HttpServer.StartAsync(_settings.Http, _settings.Insecure, _token, _state);
        _log = _settings.Cluster is { } cluster
            ? await new ClusterWait(_settings).OpenAsync(cluster, cancellationToken)
            : EmbeddedLog.Open(
                DiskFileSystem.Instance, directory.Log,
                new EmbeddedLogOptions { Notice = _settings.Notice }, _settings.Time);
        _settings.Prepare?.Invoke(_log);
        _memory = new StateMemory(_settings.State);
        var settings = new EngineSettings
        {
            State = new StateHome(directory.State, _memory),
            Threads = _settings.Threads,
            Seams = new() { Time = _settings.Time, Notice = _settings.Notice },
            GroupOffsets = GroupOffsetsDistance,
            PartitionChecks = PartitionChecks,
        };
        settings = _settings.Cluster is null ? settings : settings.OnACluster();
        cancellationToken.ThrowIfCancellationRequested();
        var artifacts = new ArtifactStore(directory.Artifacts, DiskFileSystem.Instance, _settings.Step);
        _topologies = new HostedTopologies(_settings, _log, settings, artifacts, _state.Fail);
        await _topologies.StartAsync();
        StateMemory memory = _memory;
        _state.SetRunning(_log, _topologies, settings, () => memory.UsedBytes);
        _tokenFile = TokenFile.Write(Address, _token, _settings.Notice);
        _owner.Publish(Address.ToString(), _token);
    }
}
