using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>
/// Topics as the API and the commands show them; the same for a worker and for a directory that nobody owns.
/// </summary>
internal static class TopicService
{
    public static TopicList List(ILog log) => new([.. log.Topics.Select(topic => Describe(log, topic))]);

    public static TopicInfo Create(ILog log, CreateTopicRequest request)
    {
        CleanupPolicy cleanup = request.Cleanup switch
        {
            null or "keep" => CleanupPolicy.Keep,
            "compact" => CleanupPolicy.Compact,
            var other => throw HttpErrors.BadParameter("cleanup", other, "keep or compact"),
        };
        try
        {
            var settings = new TopicSettings { Partitions = request.Partitions, Cleanup = cleanup };
            return Describe(log, log.CreateTopic(request.Name, settings));
        }
        catch (KappaException error) when (error.Remedies.Count == 0 && log.Find(request.Name) is not null)
        {
            throw WithRemedies(error, new Remedy("look at it", "kappa topic ls"));
        }
    }

    /// <summary>Finds a topic, or says which one is nearest.</summary>
    public static TopicDescription Require(ILog log, string topic)
    {
        if (log.Find(topic) is { } found)
        {
            return found;
        }

        try
        {
            log.Offsets(new TopicPartition(topic, 0));
        }
        catch (KappaException error)
        {
            throw WithRemedies(
                error, new Remedy("list them", "kappa topic ls"),
                new Remedy("create it", $"kappa topic create {topic} --partitions 4"));
        }

        return log.Find(topic)!; // Created in between.
    }

    private static TopicInfo Describe(ILog log, TopicDescription topic)
    {
        var offsets = Enumerable.Range(0, topic.Partitions)
            .Select(number => log.Offsets(new TopicPartition(topic.Name, number))).ToList();
        return new TopicInfo(
            topic.Name, topic.Partitions, topic.Cleanup == CleanupPolicy.Compact ? "compact" : "keep",
            offsets.Sum(partition => partition.LastStable - partition.Earliest),
            offsets.Sum(partition => partition.Bytes),
            [.. offsets.Select((partition, number) =>
                new PartitionInfo(number, partition.Earliest, partition.LastStable))]);
    }

    private static KappaException WithRemedies(KappaException error, params Remedy[] remedies) =>
        new(error.Code, error.ExitCode, error.Message, error.InnerException, remedies);
}
