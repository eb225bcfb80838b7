using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// The topic <c>INSTANCE.EXCHANGE.repartition</c>: the lanes of an exchange of a divided instance. A partition has all
/// lanes to one downstream task.
/// </summary>
internal static class LaneTopic
{
    public static string NameOf(string instance, string exchange) => $"{instance}.{exchange}.repartition";

    /// <summary>Finds or creates it.</summary>
    /// <remarks>Its records stay until their reader has committed them: the reader deletes them.</remarks>
    public static TopicDescription Ensure(ILog log, string instance, string exchange, int downstreamTasks)
    {
        string name = NameOf(instance, exchange);
        return log.Find(name)
            ?? log.Admin.CreateTopic(name, new TopicSettings { Partitions = downstreamTasks });
    }
}
