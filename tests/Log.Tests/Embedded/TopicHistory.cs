using System.Collections.Immutable;
using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>
/// Random creations, commits, additions of partitions and deletions of topics, and what a reopened log may show of
/// them.
/// </summary>
/// <remarks>
/// Every commit writes a number of its own, so a record of a deleted topic can never be taken for one of its successor.
/// </remarks>
internal sealed class TopicHistory(Random random) : ICrashHistory
{
    private const int MaxPartitions = 5;

    // Tiny limits, so that the journal also rolls between deletions, and segments are many.
    private static readonly EmbeddedLogOptions Tiny = new()
    {
        SegmentBytes = 1_500,
        InlineCommitBytes = 500,
        JournalBytes = 4_000,
        IndexIntervalBytes = 300,
    };

    // The names try to look like each other's directories.
    private static readonly string[] Names = ["t", "t-0", "t-0-1"];

    private ImmutableSortedDictionary<string, TopicState> _before =
        ImmutableSortedDictionary.Create<string, TopicState>(StringComparer.Ordinal);

    private ImmutableSortedDictionary<string, TopicState> _after =
        ImmutableSortedDictionary.Create<string, TopicState>(StringComparer.Ordinal);

    private readonly FixedTime _time = new(1);
    private int _number;

    /// <summary>Whether the commits of its processes are transactions.</summary>
    public bool IsTransactional { get; init; }

    public AcknowledgePolicy Acknowledge { get; init; }

    /// <summary>Deletions that have returned.</summary>
    public int Deletions { get; private set; }

    /// <summary>Additions of partitions that have returned.</summary>
    public int Additions { get; private set; }

    public EmbeddedLog Open(FaultyFileSystem files) => EmbeddedLog.Open(
        files, "log", Tiny with
        {
            Acknowledge = Acknowledge,
            JournalBytes = Acknowledge == AcknowledgePolicy.EachCommit ? Tiny.JournalBytes : 5 * Tiny.JournalBytes,
        }, _time);

    public void Live(EmbeddedLog log)
    {
        ILogProducer producer = log.OpenProducer(IsTransactional ? "p" : null);
        for (int i = random.Next(30); i > 0; i--)
        {
            Step(log, producer);
            _time.Advance(random.Next(5) == 0 ? 10_000 : 0);
        }
    }

    public void Check(FaultyFileSystem image, string hint)
    {
        for (int start = 0; start < 2; start++) // What one start leaves, the next finds as it is.
        {
            EmbeddedLog log = Open(image);
            Check(log, hint);
            CrashFiles.Check(image, log, hint);
            image.BeforeChange = null;
        }
    }

    /// <summary>Does one thing to a log; until it has returned, both outcomes are right.</summary>
    private void Step(ILog log, ILogProducer producer)
    {
        string name = Names[random.Next(Names.Length)];
        if (!_before.TryGetValue(name, out TopicState? topic))
        {
            int partitions = random.Next(1, 4);
            Do(_before.Add(name, TopicState.Empty(partitions)), () =>
                log.Admin.CreateTopic(name, new TopicSettings { Partitions = partitions }));
        }
        else if (random.Next(6) == 0)
        {
            Do(_before.Remove(name), () => log.Admin.DeleteTopic(name));
            Deletions++;
        }
        else if ((Additions == 0 || random.Next(8) == 0) && topic.Partitions.Length < MaxPartitions)
        {
            int partitions = random.Next(topic.Partitions.Length, MaxPartitions) + 1;
            Do(_before.SetItem(name, topic.Grown(partitions)), () => log.Admin.AddPartitions(name, partitions));
            Additions++;
        }
        else
        {
            Commit(producer);
        }
    }

    /// <summary>
    /// Checks that a log holds the acknowledged operations, with the last one whole or not at all; where its commits
    /// are not synced each, topics as acknowledged and in each the first of its own records.
    /// </summary>
    private void Check(ILog log, string hint)
    {
        string shown = Describe(log);
        bool isRight = Acknowledge == AcknowledgePolicy.EachCommit
            ? shown == Describe(_before) || shown == Describe(_after)
            : IsBeginning(log, _before) || IsBeginning(log, _after);
        Assert.True(isRight, $"""
            {hint}
            shown:  {shown}
            before: {Describe(_before)}
            after:  {Describe(_after)}
            """);
    }

    private void Commit(ILogProducer producer)
    {
        string number = (_number++).ToString(CultureInfo.InvariantCulture);
        TopicPartition[] partitions = [.. _before
            .SelectMany(topic => Enumerable.Range(0, topic.Value.Partitions.Length)
                .Select(partition => new TopicPartition(topic.Key, partition)))
            .OrderBy(_ => random.Next())
            .Take(random.Next(1, 4))];
        ImmutableSortedDictionary<string, TopicState> after = _before;
        List<RecordBuffer> buffers = [];
        foreach (TopicPartition partition in partitions)
        {
            int records = random.Next(1, 4);
            after = after.SetItem(
                partition.Topic, after[partition.Topic].With(partition.Partition, number, records, IsTransactional));
            RecordBuffer buffer = Records.Buffer([.. Enumerable.Range(0, records)
                .Select(_ => number.PadRight(random.Next(number.Length, 400)))]);
            buffers.Add(buffer);
            producer.Append(partition, buffer);
        }

        Do(after, () => producer.Commit());
        buffers.ForEach(buffer => buffer.Dispose());
    }

    private void Do(ImmutableSortedDictionary<string, TopicState> after, Action action)
    {
        _after = after;
        action();
        _before = after;
    }

    private static bool IsBeginning(ILog log, ImmutableSortedDictionary<string, TopicState> state) =>
        log.Topics.Select(topic => (topic.Name, topic.Partitions))
            .SequenceEqual(state.Select(topic => (topic.Key, topic.Value.Partitions.Length))) &&
        log.Topics.All(topic => Enumerable.Range(0, topic.Partitions).All(partition =>
        {
            string[] shown = [.. Read(log, new TopicPartition(topic.Name, partition))];
            return shown.SequenceEqual(state[topic.Name].Partitions[partition].Records.Take(shown.Length));
        }));

    private static string Describe(ImmutableSortedDictionary<string, TopicState> topics) => string.Concat(
        topics.SelectMany(topic => topic.Value.Partitions.Select((partition, number) =>
            Describe(topic.Key, number, partition.Records, partition.Next))));

    private static string Describe(ILog log) => string.Concat(
        log.Topics.SelectMany(topic => Enumerable.Range(0, topic.Partitions)
            .Select(number => new TopicPartition(topic.Name, number))
            .Select(partition => Describe(
                partition.Topic, partition.Partition, Read(log, partition), log.Offsets(partition).LastStable))));

    private static string Describe(string topic, int partition, IEnumerable<string> records, long next) =>
        $"[{topic}-{partition} {string.Join(' ', records)} end {next}]";

    private static IEnumerable<string> Read(ILog log, TopicPartition partition) =>
        log.ReadOffsets(partition).Zip(log.ReadAll(partition), (offset, value) => $"{offset}:{value.TrimEnd()}");

    private sealed record PartitionState(ImmutableList<string> Records, long Next);

    private sealed record TopicState(ImmutableArray<PartitionState> Partitions)
    {
        public static TopicState Empty(int partitions) =>
            new([.. Enumerable.Range(0, partitions).Select(_ => new PartitionState([], 0))]);

        public TopicState Grown(int partitions) => new(
            Partitions.AddRange(Empty(partitions - Partitions.Length).Partitions));

        public TopicState With(int partition, string number, int records, bool transactional)
        {
            PartitionState old = Partitions[partition];
            return new TopicState(Partitions.SetItem(partition, new PartitionState(
                old.Records.AddRange(Enumerable.Range(0, records).Select(i => $"{old.Next + i}:{number}")),
                old.Next + records + (transactional ? 1 : 0))));
        }
    }
}
