using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>
/// Topics as the API and the commands show them; the same for a worker and for a log that no worker has.
/// </summary>
internal static class TopicService
{
    public static TopicList List(ILog log) =>
        new([.. log.Topics.Select(topic => TryInfo(log, topic)).OfType<TopicInfo>()]);

    /// <exception cref="KappaException">KAP2103 (exit 3): there is no such topic.</exception>
    public static TopicInfo Describe(ILog log, string topic) => Info(log, Require(log, topic)) with
    {
        UsedBy = TopicUse.Of(log, topic),
        IsNeeded = TopicNeeds.Of(log, topic) is not null,
    };

    public static TopicInfo Create(ILog log, CreateTopicRequest request)
    {
        TopicSettings settings = TopicWords.Settings(request);
        try
        {
            return Info(log, log.Admin.CreateTopic(request.Name, settings));
        }
        catch (KappaException error) when (error.Remedies.Count == 0 && log.Find(request.Name) is not null)
        {
            throw WithRemedies(error, new Remedy("look at it", $"kappa topic describe {request.Name}"));
        }
    }

    /// <summary>Deletes a topic with its records.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">Name of the topic.</param>
    /// <param name="force">
    /// Whether it is deleted though somebody needs it; one of Kappa's own that is needed stays all the same.
    /// </param>
    /// <returns>What it was.</returns>
    /// <exception cref="KappaException">
    /// KAP2103 (exit 3): there is no such topic. KAP6220 (exit 5): somebody needs it.
    /// </exception>
    public static TopicInfo Delete(ILog log, string topic, bool force)
    {
        TopicInfo info = Info(log, Require(log, topic));
        if (TopicNeeds.Of(log, topic) is { } need)
        {
            throw TopicErrors.OwnTopicInUse(topic, need);
        }

        if (!force)
        {
            RequireUnused(topic, TopicUse.Of(log, topic));
        }

        log.Admin.DeleteTopic(topic);
        return info;
    }

    /// <exception cref="KappaException">KAP6220 (exit 5): there are users.</exception>
    public static void RequireUnused(string topic, IReadOnlyList<string>? users)
    {
        if (users is { Count: > 0 })
        {
            throw TopicErrors.TopicInUse(topic, users);
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

    /// <summary>Null where it was deleted since it was listed.</summary>
    private static TopicInfo? TryInfo(ILog log, TopicDescription topic)
    {
        try
        {
            return Info(log, topic);
        }
        catch (KappaException error) when (error.ExitCode == ExitCodes.NotFound && log.Find(topic.Name) is null)
        {
            return null;
        }
    }

    private static TopicInfo Info(ILog log, TopicDescription topic)
    {
        PartitionInfo[] partitions = [.. log.Offsets(topic.ListPartitions()).Select((offsets, number) =>
            new PartitionInfo(number, offsets.Earliest, offsets.LastStable, offsets.Latest, offsets.Bytes))];
        return new TopicInfo(
            topic.Name, topic.Partitions, TopicWords.Of(topic.Cleanup),
            partitions.Sum(partition => partition.End - partition.Earliest),
            partitions.Sum(partition => partition.Bytes), partitions)
        {
            RetentionMs = (long?)topic.RetentionTime?.TotalMilliseconds,
            RetentionBytes = topic.RetentionBytes,
            TombstoneRetentionMs = (long)topic.TombstoneRetention.TotalMilliseconds,
            Compression = TopicWords.Of(topic.Compression),
        };
    }

    private static KappaException WithRemedies(KappaException error, params Remedy[] remedies) =>
        new(error.Code, error.ExitCode, error.Message, error.InnerException, remedies);
}
