namespace Kappa.Engine.Tests;

/// <summary>
/// Makes up histories: topics of very different sizes and time ranges, keys that are hot, records that are late, early,
/// at the same time, of 1970, of 2099, an hour wrong.
/// </summary>
/// <param name="random">Decides.</param>
/// <param name="mostRecords">Most records of a topic.</param>
internal sealed class BacklogMaker(Random random, int mostRecords)
{
    private const int MostPartitions = 4;

    /// <summary>Topics that are joined by their own keys have as many partitions; others differ.</summary>
    private static readonly Dictionary<string, (int Group, string Keys, bool IsTable)> Shapes = new()
    {
        ["deals"] = (0, "k", false),
        ["Rates"] = (0, "k", true),
        ["people"] = (0, "k", true),
        ["limits"] = (0, "k", true),
        ["orders"] = (1, "k", false),
        ["areas"] = (2, "a", true),
        ["Zones"] = (3, "z", true),
    };

    private int _number;

    /// <param name="topics">The topics.</param>
    /// <param name="stages">How often records are appended and processed.</param>
    public Backlog Make(IEnumerable<string> topics, int stages = 1)
    {
        int[] partitions = [.. Enumerable.Range(0, 4).Select(_ => random.Next(1, MostPartitions + 1))];
        var times = new BacklogTimes(random);
        return new Backlog(
            topics.Order(StringComparer.Ordinal).SelectMany(
                topic => MakeTopic(topic, partitions[Shapes[topic].Group], times, stages)),
            stages);
    }

    private List<PastPartition> MakeTopic(string topic, int partitions, BacklogTimes times, int stages)
    {
        (int _, string keys, bool isTable) = Shapes[topic];
        List<(string? Key, string? Value)>[] rows =
            [.. Enumerable.Range(0, partitions).Select(_ => new List<(string?, string?)>())];
        int records = Size();
        int spread = keys == "k" ? random.Next(1, 40) : 10;
        for (int i = 0; i < records; i++)
        {
            string? key = random.Next(40) == 0 ? null
                : $"{keys}{(random.Next(2) == 0 ? random.Next(Math.Min(3, spread)) : random.Next(spread))}";
            int partition = key is null ? random.Next(partitions) : ModelPartitioner.PartitionOf(key, partitions);
            bool hasValue = random.Next(isTable ? 8 : 40) > 0;
            rows[partition].Add((key, hasValue ? $"{(char)('a' + random.Next(5))}{_number++}" : null));
        }

        (long from, long to) = times.Range();
        return [.. rows.Select((list, partition) =>
        {
            long[] timestamps = times.Make(list.Count, from, to);
            return new PastPartition(
                topic, partition,
                [.. list.Select((row, index) => new PastRecord(row.Key, row.Value, timestamps[index]))],
                StageEnds(list.Count, stages));
        })];
    }

    private int Size() => random.Next(5) switch
    {
        0 => 1,
        1 => random.Next(2, 10),
        2 or 3 => random.Next(10, Math.Max(11, mostRecords / 4)),
        _ => random.Next(mostRecords / 4, mostRecords),
    };

    private int[] StageEnds(int records, int stages)
    {
        int[] ends = [.. Enumerable.Range(0, stages).Select(_ => random.Next(records + 1)).Order()];
        ends[^1] = records;
        return ends;
    }
}
