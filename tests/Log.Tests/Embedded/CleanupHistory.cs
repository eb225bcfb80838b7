using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>
/// Random commits, deletions of records and passes of retention and compaction, and what a log may show after them.
/// </summary>
/// <remarks>Every value is a number of its own, so that an old value can never be taken for a newer one.</remarks>
internal sealed class CleanupHistory(Random random) : ICrashHistory
{
    private const long RetentionMs = 1_000;
    private const long TombstoneMs = 500;

    // Tiny limits, so that segments are many, are merged, and the journal also rolls between two passes.
    public static readonly EmbeddedLogOptions Tiny = new()
    {
        SegmentBytes = 1_500,
        InlineCommitBytes = 500,
        JournalBytes = 4_000,
        IndexIntervalBytes = 50,
        CompactionBytes = 0,
    };

    private static readonly TopicPartition[] Partitions =
        [new("kept", 0), new("compacted", 0), new("kept", 1), new("compacted", 1)];

    private ImmutableDictionary<TopicPartition, WrittenPartition> _before =
        Partitions.ToImmutableDictionary(partition => partition, _ => WrittenPartition.Empty);

    private ImmutableDictionary<TopicPartition, WrittenPartition> _after =
        ImmutableDictionary<TopicPartition, WrittenPartition>.Empty;

    private readonly FixedTime _time = new(1_000_000);
    private int _number;

    public EmbeddedLogOptions Options { get; init; } = Tiny;

    /// <summary>Whether the commits of its processes are transactions.</summary>
    public bool IsTransactional { get; init; }

    private bool IsSynced => Options.Acknowledge == AcknowledgePolicy.EachCommit;

    public EmbeddedLog Open(FaultyFileSystem files) => EmbeddedLog.Open(files, "log", Options, _time);

    public void Live(EmbeddedLog log)
    {
        CreateTopics(log);
        ILogProducer producer = log.OpenProducer(IsTransactional ? "p" : null);
        for (int i = random.Next(50); i > 0; i--)
        {
            Step(log, producer);
        }
    }

    public void Check(FaultyFileSystem image, string hint)
    {
        using (EmbeddedLog log = Open(image))
        {
            if (log.Topics.Count < 2)
            {
                image.BeforeChange = null;
                return; // Before the history began.
            }

            Check(log, hint);
            CrashFiles.Check(image, log, hint);
            CheckTimes(log, hint);
            log.CleanUp();
            image.BeforeChange = null;
            Check(log, hint + " after another pass");
            CheckTimes(log, hint + " after another pass");
            CheckUnique(log, hint);
        }

        using EmbeddedLog reopened = Open(image);
        Check(reopened, hint + " after another start");
    }

    public static void CreateTopics(ILog log)
    {
        if (log.Find("kept") is null)
        {
            log.Admin.CreateTopic("kept", new TopicSettings
            {
                Partitions = 2,
                RetentionTime = TimeSpan.FromMilliseconds(RetentionMs),
            });
        }

        if (log.Find("compacted") is null)
        {
            log.Admin.CreateTopic("compacted", new TopicSettings
            {
                Partitions = 2,
                Cleanup = CleanupPolicy.Compact,
                TombstoneRetention = TimeSpan.FromMilliseconds(TombstoneMs),
            });
        }
    }

    /// <summary>Does one thing to a log; until it has returned, both outcomes are right.</summary>
    public void Step(ILog log, ILogProducer producer)
    {
        switch (random.Next(12))
        {
            case 0:
                DeleteRecords(log);
                break;
            case 1:
                _time.Advance(random.Next(400));
                break;
            case 2:
                CleanUp(log);
                break;
            default:
                Commit(producer);
                break;
        }
    }

    /// <summary>Checks that a log shows all that was acknowledged and not deleted, expired or superseded.</summary>
    public void Check(ILog log, string hint)
    {
        var shown = Partitions.ToDictionary(partition => partition, log.Offsets);
        bool isBefore = Partitions.All(partition => shown[partition].LastStable == _before[partition].Next);
        bool isAfter = _after.Count > 0 &&
            Partitions.All(partition => shown[partition].LastStable == _after[partition].Next);
        Assert.True(!IsSynced || isBefore || isAfter, $"{hint}: a commit is there in part, or missing");
        foreach (TopicPartition partition in Partitions)
        {
            WrittenPartition written = isBefore || _after.Count == 0 ? _before[partition] : _after[partition];
            CheckEarliest(partition, written, shown[partition], $"{hint}, {partition}");
            for (int i = 0; i < 3; i++)
            {
                long from = i == 0
                    ? shown[partition].Earliest
                    : random.NextInt64(shown[partition].Earliest, shown[partition].LastStable + 1);
                CheckRecords(log, partition, written, from, shown[partition].LastStable, $"{hint}, {partition}");
            }
        }
    }

    /// <summary>Checks that no key has two records in the segments that a compaction has gone over.</summary>
    public static void CheckUnique(EmbeddedLog log, string hint)
    {
        foreach (TopicPartition partition in Partitions.Where(partition => partition.Topic == "compacted"))
        {
            long cleaned = log.Partition(partition).Compaction.CleanedTo;
            List<WrittenRecord> records = [.. Read(log, partition, log.Offsets(partition).Earliest)
                .Where(record => record.Offset < cleaned && record.Key is not null)];
            Assert.True(records.DistinctBy(record => record.Key).Count() == records.Count, hint);
        }
    }

    /// <summary>Checks that a time leads where reading from the front leads.</summary>
    private void CheckTimes(ILog log, string hint)
    {
        foreach (TopicPartition partition in Partitions)
        {
            List<WrittenRecord> records = Read(log, partition, log.Offsets(partition).Earliest);
            foreach (WrittenRecord near in records.OrderBy(_ => random.Next()).Take(3))
            {
                long wanted = near.TimeMs + random.Next(2);
                long? first = records.Find(record => record.TimeMs >= wanted)?.Offset;
                Assert.True(log.OffsetAt(partition, wanted) == first, $"{hint}, {partition} at {wanted}, not {first}");
            }
        }
    }

    private void Commit(ILogProducer producer)
    {
        ImmutableDictionary<TopicPartition, WrittenPartition> after = _before;
        List<RecordBuffer> buffers = [];
        foreach (TopicPartition partition in Partitions.OrderBy(_ => random.Next()).Take(random.Next(1, 4)))
        {
            RecordBuffer buffer = new();
            WrittenPartition written = after[partition];
            for (int records = random.Next(1, 5); records > 0; records--)
            {
                WrittenRecord record = NextRecord(written.Next);
                Add(buffer, record);
                written = new(written.Records.Add(record), written.Earliest, written.Next + 1);
            }

            after = after.SetItem(partition, written with { Next = written.Next + (IsTransactional ? 1 : 0) });
            buffers.Add(buffer);
            producer.Append(partition, buffer);
        }

        Do(after, () => producer.Commit());
        buffers.ForEach(buffer => buffer.Dispose());
    }

    private void DeleteRecords(ILog log)
    {
        TopicPartition partition = Partitions[random.Next(Partitions.Length)];
        WrittenPartition written = _before[partition];
        long before = random.NextInt64(written.Earliest, written.Next + 1);
        before = random.Next(3) == 0 ? before : Math.Min(before, written.Earliest + 3); // Seldom nearly all.
        Do(
            _before.SetItem(partition, written with { Earliest = before }),
            () => log.Admin.DeleteRecords(partition, before));
    }

    private void CleanUp(ILog log)
    {
        _after = _before;
        log.Admin.CleanUp();
        Assert.All(Partitions, partition => Assert.InRange(
            log.Offsets(partition).Earliest, _before[partition].Earliest, _before[partition].Next));
        _before = Partitions.ToImmutableDictionary(
            partition => partition,
            partition => _before[partition] with { Earliest = log.Offsets(partition).Earliest });
    }

    private void Do(ImmutableDictionary<TopicPartition, WrittenPartition> after, Action action)
    {
        _after = after;
        action();
        _before = after;
    }

    private WrittenRecord NextRecord(long offset)
    {
        string? key = random.Next(10) == 0 ? null : $"key {random.Next(8)}";
        string? value = random.Next(5) == 0 ? null : (_number++).ToString(CultureInfo.InvariantCulture)
            .PadRight(random.Next(10, random.Next(20) == 0 ? 2_000 : 120));
        return new WrittenRecord(offset, key, value, _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private void CheckEarliest(
        TopicPartition partition, WrittenPartition written, in PartitionOffsets shown, string hint)
    {
        long earliest = shown.Earliest;
        bool isDeletion = earliest == _before[partition].Earliest || earliest == written.Earliest ||
            (_after.Count > 0 && earliest == _after[partition].Earliest);
        long oldest = _time.GetUtcNow().ToUnixTimeMilliseconds() - RetentionMs;
        bool isExpiry = partition.Topic == "kept" && earliest >= _before[partition].Earliest &&
            written.Records.All(record => record.Offset >= earliest || record.Offset < _before[partition].Earliest ||
                record.TimeMs < oldest);
        Assert.True(isDeletion || isExpiry, $"{hint}: earliest offset {earliest}");
    }

    private void CheckRecords(
        ILog log, TopicPartition partition, WrittenPartition written, long from, long end, string hint)
    {
        List<WrittenRecord> expected = [.. written.Records.Where(
            record => record.Offset >= from && record.Offset < end)];
        List<WrittenRecord> shown = Read(log, partition, from);
        bool isKept = partition.Topic == "kept";
        long tombstonesFrom = log.Offsets(partition).TombstonesFrom;
        HashSet<long> offsets = [.. shown.Select(record => record.Offset)];
        Dictionary<long, WrittenRecord> byOffset = expected.ToDictionary(record => record.Offset);
        bool isRight = shown.Zip(shown.Skip(1)).All(pair => pair.First.Offset < pair.Second.Offset) &&
            shown.All(record => byOffset.GetValueOrDefault(record.Offset) == record) &&
            expected.Where(record => isKept || record.Key is null).All(record => offsets.Contains(record.Offset)) &&
            expected.Where(record => record.Key is not null).GroupBy(record => record.Key)
                .All(records => IsLastShown(records.Last(), shown, offsets, tombstonesFrom));
        Assert.True(isRight, $"""
            {hint} from {from} to {end}
            shown:   {string.Join(' ', shown.Select(Describe))}
            written: {string.Join(' ', expected.Select(Describe))}
            """);
    }

    // A tombstone may be gone once it is old enough, but then with all that it deletes.
    private bool IsLastShown(
        WrittenRecord last, List<WrittenRecord> shown, HashSet<long> offsets, long tombstonesFrom) =>
        offsets.Contains(last.Offset) || (last.Value is null && last.Offset < tombstonesFrom &&
            _time.GetUtcNow().ToUnixTimeMilliseconds() - last.TimeMs >= TombstoneMs &&
            !shown.Exists(record => record.Key == last.Key));

    private static string Describe(WrittenRecord record) =>
        $"{record.Offset}:{record.Key ?? "-"}={record.Value?.TrimEnd() ?? "x"}";

    private static void Add(RecordBuffer buffer, WrittenRecord record) => buffer.Add(
        record.TimeMs, record.Key is not null, Encoding.UTF8.GetBytes(record.Key ?? ""), record.Value is not null,
        Encoding.UTF8.GetBytes(record.Value ?? ""));

    private static List<WrittenRecord> Read(ILog log, TopicPartition partition, long from)
    {
        using RecordCursor cursor = new(log.OpenReader(partition, from));
        List<WrittenRecord> records = [];
        while (cursor.MoveNext(long.MaxValue))
        {
            records.Add(new WrittenRecord(
                cursor.Offset, cursor.HasKey ? Encoding.UTF8.GetString(cursor.Key) : null,
                cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : null, cursor.TimestampMs));
        }

        return records;
    }
}
