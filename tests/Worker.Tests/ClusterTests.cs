using System.Collections.Concurrent;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>A worker knows of a cluster what the port says, whoever is behind it.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task A_worker_runs_on_a_cluster_of_a_kind_that_it_does_not_know()
    {
        string directory = Directory.CreateTempSubdirectory("kappa-worker-").FullName;
        EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("words", new TopicSettings { Partitions = 2 });
        var notices = new ConcurrentQueue<string>();
        WorkerSettings settings = RunningWorker.Settings(directory) with
        {
            Cluster = new FakeCluster(log),
            Notice = notices.Enqueue,
        };

        await using (WorkerHost worker = await WorkerHost.StartAsync(settings, CancellationToken.None))
        {
            Assert.Equal("count-words", Assert.Single(worker.LiveVersions).Topology);
        }

        Assert.Contains("It keeps one copy.", notices);
        Assert.False(Directory.Exists(new DataDirectory(directory).Log));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_waited_for_and_that_is_told_once()
    {
        var notices = new List<string>();
        using EmbeddedLog log = EmbeddedLog.InMemory();
        WorkerSettings settings = RunningWorker.Settings("nowhere") with
        {
            Notice = notices.Add,
            Time = new HastyClock(),
        };

        ILog opened = await new ClusterWait(settings).OpenAsync(new FakeCluster(log, away: 3), CancellationToken.None);

        Assert.Same(log, opened);
        Assert.Equal(
            [
                "The cluster at fake:1 does not answer. The worker waits for it; it is not ready until then. [KAP2502]",
                "It keeps one copy.",
            ],
            notices);
    }

    /// <summary>What waits by it goes on at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
