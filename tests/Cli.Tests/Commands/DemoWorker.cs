using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>A worker on the data of the demo, for all tests of a class: each uses topics of its own.</summary>
public sealed class DemoWorker(DemoRun run) : IAsyncLifetime
{
    internal ScratchDirectory Scratch { get; } = new();

    /// <summary>Its data directory.</summary>
    public string Directory => Scratch.File("demo");

    internal WorkerHost Worker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await run.CopyToAsync(Directory);
        Worker = await WorkerHost.StartAsync(
            new WorkerSettings
            {
                Directory = Directory,
                Topologies = TopologyLoader.Load(
                    Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll"), version: null),
                Http = new ListenAddress("127.0.0.1", 0),
            },
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        Scratch.Dispose();
    }
}
