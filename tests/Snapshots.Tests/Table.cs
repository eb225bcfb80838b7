using System.Text;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Snapshots.Tests;

/// <summary>A topic in a log in memory, and snapshots applied to it.</summary>
internal sealed class Table : IDisposable
{
    public const string Topic = "airports";

    private readonly ScratchDirectory _scratch = new();

    public Table(int partitions = 2, TopicSettings? settings = null)
    {
        Log = EmbeddedLog.Open(new MemoryFileSystem(), "/log", time: Time);
        Log.CreateTopic(Topic, settings ?? new TopicSettings { Partitions = partitions });
    }

    public EmbeddedLog Log { get; }

    public ManualTime Time { get; } = new();

    public List<string> Notices { get; } = [];

    /// <summary>What happens between the comparison and the transaction.</summary>
    public Action? BeforeWriting { get; set; }

    /// <summary>What happens inside the transaction, before it is committed.</summary>
    public Action? BeforeCommit { get; set; }

    /// <summary>Told how far a snapshot is.</summary>
    public Action<SnapshotStep>? Progress { get; set; }

    public string Image => Path.Combine(_scratch.Path, Topic, "image");

    /// <summary>The file for changes that do not fit into memory.</summary>
    public string Changes => Path.Combine(_scratch.Path, Topic, "changes");

    public static SnapshotOptions Options { get; } = new() { Key = ["id"], MaxDelete = DeleteLimit.None };

    public Task<SnapshotResult> ApplyAsync(string id, params IEnumerable<string> rows) =>
        ApplyAsync(Options with { Id = id }, rows);

    public Task<SnapshotResult> ApplyAsync(SnapshotOptions options, params IEnumerable<string> rows)
    {
        Time.Now += TimeSpan.FromMinutes(1);
        var apply = new SnapshotApply(Log, _scratch.Path, Time, Notices.Add)
        {
            BeforeWriting = BeforeWriting,
            BeforeCommit = BeforeCommit,
            Progress = Progress,
        };
        return apply.RunAsync(Topic, new RowList(rows), options, CancellationToken.None);
    }

    /// <summary>Checks that a snapshot is refused, and that nothing of it was written.</summary>
    public async Task AssertRefusedAsync(
        SnapshotOptions options, IEnumerable<string> rows, string code, params string[] parts)
    {
        (int records, int manifests) = (Records().Count, Records(ManifestTopic.Name).Count);

        KappaException error = await Assert.ThrowsAnyAsync<KappaException>(() => ApplyAsync(options, rows));

        Assert.Equal(code, error.Code);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Contains("Nothing was written.", error.Message, StringComparison.Ordinal);
        Assert.Equal((records, manifests), (Records().Count, Records(ManifestTopic.Name).Count));
    }

    /// <summary>Writes as somebody who knows nothing of snapshots.</summary>
    public void WriteAsOther(string key, string? value)
    {
        using ILogProducer producer = Log.OpenProducer();
        using var buffer = new RecordBuffer();
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        buffer.Add(1, hasKey: true, bytes, value is not null, value is null ? [] : Encoding.UTF8.GetBytes(value));
        int partitions = Log.Find(Topic)!.Partitions;
        producer.Append(new TopicPartition(Topic, KeyPartitioner.Partition(bytes, partitions)), buffer);
        producer.Commit();
    }

    /// <summary>The records that are in the topic, partition by partition.</summary>
    public List<ChangeRecord> Records(string topic = Topic)
    {
        List<ChangeRecord> records = [];
        int partitions = Log.Find(topic)?.Partitions ?? 0;
        for (int partition = 0; partition < partitions; partition++)
        {
            var at = new TopicPartition(topic, partition);
            using var cursor = new RecordCursor(Log.OpenReader(at, Log.Offsets(at).Earliest));
            while (cursor.MoveNext(long.MaxValue))
            {
                records.Add(new ChangeRecord(
                    Text(SnapshotHeaders.OperationOf(cursor.Headers)), Text(cursor.Key),
                    cursor.HasValue ? Text(cursor.Value) : null, Text(SnapshotHeaders.IdOf(cursor.Headers))));
            }
        }

        return records;
    }

    /// <summary>The highest timestamp of the topic's records.</summary>
    public long LastTimestampMs()
    {
        long last = -1;
        for (int partition = 0; partition < Log.Find(Topic)!.Partitions; partition++)
        {
            using var cursor = new RecordCursor(Log.OpenReader(new TopicPartition(Topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                last = Math.Max(last, cursor.TimestampMs);
            }
        }

        return last;
    }

    /// <summary>The table that the change log says.</summary>
    public SortedDictionary<string, string> Fold()
    {
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        foreach (ChangeRecord record in Records())
        {
            rows.Remove(record.Key);
            if (record.Value is { } value)
            {
                rows.Add(record.Key, value);
            }
        }

        return rows;
    }

    /// <summary>The table at a moment, as <c>kappa snapshot show</c> finds it.</summary>
    public SortedDictionary<string, string> AsOf(string? moment)
    {
        TopicDescription topic = Log.Find(Topic)!;
        using TableFold fold = TableFold.Read(Log, topic, TablePoints.Find(Log, topic, moment));
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        using IRowCursor cursor = fold.Scan();
        while (cursor.MoveNext())
        {
            rows.Add(Text(cursor.Key), Text(cursor.Value));
        }

        return rows;
    }

    public void Dispose()
    {
        Log.Dispose();
        _scratch.Dispose();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
