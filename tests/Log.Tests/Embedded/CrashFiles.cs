using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>Checks the files that a log has just been opened on.</summary>
internal static class CrashFiles
{
    /// <summary>Checks that nothing is left of what was cut short, nor of topics that are not there.</summary>
    public static void Check(IFileSystem files, ILog log, string hint)
    {
        HashSet<string> expected = ["format", "journal", "topics", .. log.Topics.SelectMany(topic =>
            Enumerable.Range(0, topic.Partitions).Select(partition => $"{topic.Name}-{partition}"))];
        IReadOnlyList<string> names = files.List("log");
        Assert.True(names.All(expected.Contains), $"{hint}: {string.Join(' ', names)}");
        Assert.Equal(log.Topics.Select(topic => topic.Name), files.List("log/topics"));
        Assert.Single(files.List("log/journal"));
        foreach (TopicDescription topic in log.Topics)
        {
            for (int number = 0; number < topic.Partitions; number++)
            {
                Check(files, log, new TopicPartition(topic.Name, number), hint);
            }
        }
    }

    private static void Check(IFileSystem files, ILog log, TopicPartition partition, string hint)
    {
        IReadOnlyList<string> names = files.List($"log/{partition.Topic}-{partition.Partition}");
        long earliest = log.Offsets(partition).Earliest;
        List<long> bases = [.. names.Where(name => name.EndsWith(".log", StringComparison.Ordinal))
            .Select(name => long.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture))];
        hint = $"{hint}, {partition} from {earliest}: {string.Join(' ', names)}";
        Assert.True(names.All(name => !name.StartsWith('~')), hint);
        Assert.True(names.Where(name => name.EndsWith("index", StringComparison.Ordinal))
            .All(name => names.Contains(Path.ChangeExtension(name, ".log"))), hint);
        Assert.True(bases.Skip(1).All(first => first > earliest), hint);
    }
}
