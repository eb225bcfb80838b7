namespace Kappa.Logs;

/// <summary>The topics, one small file each.</summary>
internal sealed class TopicStore(LogContext context)
{
    private const int MaxNameLength = 200;
    private const int MaxPartitions = 10_000;

    public List<TopicDescription> Load()
    {
        List<TopicDescription> topics = [];
        foreach (string name in context.Files.List(context.TopicsDirectory))
        {
            string path = Path.Combine(context.TopicsDirectory, name);
            if (name.StartsWith('~'))
            {
                context.Files.DeleteFile(path); // A creation that was cut short, never acknowledged.
                continue;
            }

            topics.Add(TopicFile.Parse(name, path, context.TryReadAll(path)!));
        }

        return topics;
    }

    /// <summary>Whether there are topic files, readable or not.</summary>
    public bool HasTopics() => context.Files.List(context.TopicsDirectory).Any(name => !name.StartsWith('~'));

    /// <summary>Deletes a topic's files durably; may be cut short and run again.</summary>
    /// <remarks>
    /// The partitions' directories are looked for by name: the topic's file, which says how many there are, may be
    /// gone.
    /// </remarks>
    public void Delete(string topic)
    {
        context.Files.DeleteFile(Path.Combine(context.TopicsDirectory, topic));
        context.Files.SyncDirectory(context.TopicsDirectory);
        foreach (string name in context.Files.List(context.Root).Where(name => IsPartition(name, topic)))
        {
            context.Files.DeleteDirectory(Path.Combine(context.Root, name));
        }

        context.Files.SyncDirectory(context.Root);
    }

    public void Save(TopicDescription topic) =>
        context.WriteDurably(context.TopicsDirectory, topic.Name, TopicFile.ToBytes(topic));

    public static void Check(string topic, TopicSettings settings)
    {
        if (topic.Length is 0 or > MaxNameLength)
        {
            throw LogErrors.TopicNotAllowed(
                topic, $"a name has 1 to {MaxNameLength} characters, this one {topic.Length}");
        }

        if (topic is "." or ".." || !topic.All(MayBeInName))
        {
            throw LogErrors.TopicNotAllowed(topic, "a name consists of letters, digits, dots, dashes and underscores");
        }

        if (settings.Partitions is < 1 or > MaxPartitions)
        {
            throw LogErrors.TopicNotAllowed(
                topic, $"a topic has 1 to {MaxPartitions:N0} partitions, {settings.Partitions} were asked for");
        }

        if (settings.RetentionTime < TimeSpan.Zero || settings.RetentionBytes < 0 ||
            settings.TombstoneRetention < TimeSpan.Zero)
        {
            throw LogErrors.TopicNotAllowed(topic, "a retention is 0 or more");
        }

        if (!Enum.IsDefined(settings.Compression))
        {
            throw LogErrors.TopicNotAllowed(topic, $"there is no compression {settings.Compression:D}");
        }

        bool hasRetention = settings.RetentionTime is not null || settings.RetentionBytes is not null;
        if (hasRetention && settings.Cleanup == CleanupPolicy.Compact)
        {
            throw LogErrors.TopicNotAllowed(topic, "a compacted topic has no retention by time or bytes");
        }
    }

    /// <summary>Refuses a number of partitions that a topic cannot be given.</summary>
    public static void CheckMore(TopicDescription topic, int partitions)
    {
        if (partitions <= topic.Partitions)
        {
            throw LogErrors.PartitionsNotAllowed(
                topic.Name, partitions, $"it has {topic.Partitions}, and partitions are only added");
        }

        if (partitions > MaxPartitions)
        {
            throw LogErrors.PartitionsNotAllowed(topic.Name, partitions, $"a topic has at most {MaxPartitions:N0}");
        }
    }

    // Topic 'a-1' has partition directories too that begin with 'a-': but 'a-1-0' is no number after 'a-'.
    private static bool IsPartition(string name, string topic) =>
        name.Length > topic.Length + 1 && name[topic.Length] == '-' &&
        name.StartsWith(topic, StringComparison.Ordinal) &&
        name.AsSpan(topic.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool MayBeInName(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
