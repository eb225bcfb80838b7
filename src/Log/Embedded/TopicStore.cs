using System.Globalization;
using System.Text;

namespace Kappa.Logs;

/// <summary>The topics, one small file each: version, partitions, cleanup, checksum of those lines.</summary>
internal sealed class TopicStore(LogContext context)
{
    private const string VersionLine = "kappa-topic 1";
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

            topics.Add(Parse(name, path, context.TryReadAll(path)!));
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

    public void Save(TopicDescription topic)
    {
        string cleanup = topic.Cleanup == CleanupPolicy.Compact ? "compact" : "keep";
        string lines = string.Create(
            CultureInfo.InvariantCulture, $"{VersionLine}\npartitions {topic.Partitions}\ncleanup {cleanup}\n");
        context.WriteDurably(
            context.TopicsDirectory, topic.Name, Encoding.UTF8.GetBytes($"{lines}crc {Checksum(lines)}\n"));
    }

    public static void Check(string topic, TopicSettings settings)
    {
        if (topic.Length is 0 or > MaxNameLength)
        {
            throw LogThrow.TopicNotAllowed(
                topic, $"a name has 1 to {MaxNameLength} characters, this one {topic.Length}");
        }

        if (topic is "." or ".." || !topic.All(MayBeInName))
        {
            throw LogThrow.TopicNotAllowed(topic, "a name consists of letters, digits, dots, dashes and underscores");
        }

        if (settings.Partitions is < 1 or > MaxPartitions)
        {
            throw LogThrow.TopicNotAllowed(
                topic, $"a topic has 1 to {MaxPartitions:N0} partitions, {settings.Partitions} were asked for");
        }
    }

    // Topic 'a-1' has partition directories too that begin with 'a-': but 'a-1-0' is no number after 'a-'.
    private static bool IsPartition(string name, string topic) =>
        name.Length > topic.Length + 1 && name[topic.Length] == '-' &&
        name.StartsWith(topic, StringComparison.Ordinal) &&
        name.AsSpan(topic.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool MayBeInName(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';

    private static string Checksum(string lines) => Crc32C.Compute(Encoding.UTF8.GetBytes(lines)).ToString("x8");

    private static TopicDescription Parse(string name, string path, byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        int crc = text.LastIndexOf("crc ", StringComparison.Ordinal);
        if (crc < 0 || text[crc..] != $"crc {Checksum(text[..crc])}\n")
        {
            throw LogThrow.TopicFileDamaged(path);
        }

        string[] lines = text.Split('\n');
        if (lines[0] != VersionLine)
        {
            throw LogThrow.UnknownFormat(path, lines[0], VersionLine);
        }

        int partitions = int.Parse(lines[1]["partitions ".Length..], CultureInfo.InvariantCulture);
        return new TopicDescription(
            name, partitions, lines[2] == "cleanup compact" ? CleanupPolicy.Compact : CleanupPolicy.Keep);
    }
}
