using Kappa.Engine;
using Kappa.Logs;
using Kappa.Replay;
using Kappa.StateStores;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>The versions of the demo's topology, hosted as a worker does, without its HTTP API.</summary>
internal sealed class DemoTopologies : IAsyncDisposable
{
    private readonly ILog _log;
    private readonly DataDirectory _data;
    private readonly WorkerSettings _settings;
    private readonly StateMemory _memory = new(new StateOptions());
    private HostedTopologies? _hosted;

    private DemoTopologies(ILog log, DataDirectory data, WorkerSettings settings) =>
        (_log, _data, _settings) = (log, data, settings);

    /// <param name="context">The clock, and where notices go.</param>
    /// <param name="log">The log; it stays the caller's.</param>
    /// <param name="data">The data directory.</param>
    /// <param name="file">The topology's assembly.</param>
    public static DemoTopologies Open(CliContext context, ILog log, DataDirectory data, string file) => new(
        log, data, new WorkerSettings
        {
            Directory = data.Root,
            AssemblyFile = file,
            By = "demo",
            Time = context.Time,
            Notice = context.Error.WriteLine,
        });

    /// <summary>Starts the one topology, with this version live.</summary>
    public async Task<TopologyVersions> StartAsync(int version)
    {
        var engine = new EngineSettings
        {
            State = new StateHome(_data.State, _memory),
            Seams = new() { Time = _settings.Time, Notice = _settings.Notice },
        };
        _hosted = new HostedTopologies(
            _settings with { Version = version }, _log, engine,
            new ArtifactStore(_data.Artifacts, DiskFileSystem.Instance), _ => { });
        await _hosted.StartAsync();
        return _hosted.All.Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (_hosted is not null)
        {
            await _hosted.DisposeAsync();
        }

        _memory.Dispose();
    }
}
