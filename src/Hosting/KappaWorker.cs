using Kappa.Logs;
using Kappa.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kappa.Hosting;

/// <summary>The worker of a host: starts with it, and ends with it.</summary>
/// <remarks>
/// A worker that a cluster has left without an answer is followed by another one, which goes on from what was
/// committed. Any other end, such as that of the disk, ends the host, as a background service that throws does. A
/// topology that fails ends neither.
/// </remarks>
internal sealed class KappaWorker(
    IOptions<KappaOptions> options, IEnumerable<HostedTopology> topologies, IEnumerable<HostedTopic> topics,
    TimeProvider time, ILogger<KappaWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private WorkerHost? _running;

    public TimeProvider Time => time;

    /// <summary>The worker that runs.</summary>
    /// <exception cref="KappaException">KAP5230: none does.</exception>
    public WorkerHost Running => Volatile.Read(ref _running) ?? throw HostingErrors.NotRunning();

    public bool IsReady => Volatile.Read(ref _running)?.IsReady ?? false;

    /// <summary>Whoever starts the host learns at once what keeps the worker from running.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await CloseAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Running.RunAsync(stoppingToken);
            }
            catch (KappaException error) when (error.ExitCode == ExitCodes.Unreachable)
            {
                logger.LogWarning(error, "The worker starts again in {Seconds} s.", Wait.TotalSeconds);
                await CloseAsync();
                await ReopenAsync(stoppingToken);
            }
        }
    }

    private async Task ReopenAsync(CancellationToken stoppingToken)
    {
        while (Volatile.Read(ref _running) is null)
        {
            try
            {
                await Task.Delay(Wait, time, stoppingToken);
                await OpenAsync(stoppingToken);
            }
            catch (KappaException error) when (error.ExitCode == ExitCodes.Unreachable)
            {
                logger.LogWarning(error, "The worker starts again in {Seconds} s.", Wait.TotalSeconds);
            }
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        KappaOptions chosen = options.Value;
        Topology[] built = [.. topologies.Select(topology => Topology.From(topology.Make()))];
        if (built.Length == 0)
        {
            throw HostingErrors.NoTopology();
        }

        var settings = new WorkerSettings
        {
            Directory = chosen.Directory,
            Cluster = chosen.Cluster,
            Topologies = built,
            Version = chosen.Version,
            Http = ListenAddress.Parse(chosen.Http),
            Threads = chosen.Threads,
            Time = time,
            Logger = logger,
            Prepare = MakeTopics,
        };
        Volatile.Write(ref _running, await WorkerHost.StartAsync(settings, cancellationToken));
    }

    /// <summary>Before a topology starts, which needs its sources.</summary>
    private void MakeTopics(ILog log)
    {
        foreach (HostedTopic topic in topics.Where(topic => log.Find(topic.Name) is null))
        {
            log.Admin.CreateTopic(topic.Name, new TopicSettings { Partitions = topic.Partitions });
        }
    }

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } worker)
        {
            await worker.DisposeAsync();
        }
    }
}
