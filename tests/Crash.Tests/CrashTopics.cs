using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>The topics that <see cref="CrashFlights"/> reads, and the one of its dead letters.</summary>
internal static class CrashTopics
{
    /// <summary>As many partitions has each of them.</summary>
    public const int Partitions = 4;

    /// <summary>Makes them, and puts a table of airports in front of all flights.</summary>
    public static void Create(ILog log)
    {
        foreach (string topic in new[] { "flights", "airports", "destinations", CrashFlights.DeadLetters })
        {
            log.Admin.CreateTopic(topic, new TopicSettings { Partitions = Partitions });
        }

        using ILogProducer producer = log.OpenProducer();
        Airports.Load(producer);
    }
}
