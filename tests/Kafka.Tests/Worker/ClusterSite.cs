using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>A worker's data directory, and the topics of <see cref="CrashFlights"/> on a cluster.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="isOwned">Whether it is deleted in the end.</param>
public abstract class ClusterSite(LocalCluster cluster, bool isOwned = true) : KillSite
{
    protected LocalCluster Cluster { get; } = cluster;

    protected override string Bootstrap => Cluster.Bootstrap;

    protected override ILog OpenLog() => Connect(Cluster);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (isOwned)
        {
            Cluster.Dispose();
        }
    }

    /// <summary>Deletes all topics, and makes those of <see cref="CrashFlights"/>.</summary>
    internal static void CreateTopicsAnew(LocalCluster cluster)
    {
        using KafkaLog log = Connect(cluster);
        foreach (TopicDescription topic in log.Topics)
        {
            log.Admin.DeleteTopic(topic.Name);
        }

        CrashTopics.Create(log);
    }

    private static KafkaLog Connect(LocalCluster cluster) => KafkaLog.Connect(new KafkaLogOptions
    {
        Properties = new Dictionary<string, string> { ["bootstrap.servers"] = cluster.Bootstrap },
    });
}
