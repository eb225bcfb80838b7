using System.Text;
using Kappa.Logs;
using Kappa.Snapshots;

namespace Kappa.Replay.Tests;

/// <summary>Writes a table to topics of a log: by snapshots, or change by change.</summary>
internal sealed class TableTopics : IDisposable
{
    private readonly ILog _log;
    private readonly ILogProducer _producer;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kappa-snapshot-topics-");

    /// <param name="log">The log; it stays the caller's.</param>
    /// <param name="topics">Topics to make.</param>
    public TableTopics(ILog log, params IEnumerable<string> topics)
    {
        _log = log;
        foreach (string topic in topics)
        {
            log.Admin.CreateTopic(topic, new TopicSettings { Partitions = VersionsFixture.Partitions });
        }

        _producer = log.OpenProducer();
    }

    /// <summary>Writes a record to the partition of its key.</summary>
    public void Write(string topic, string key, string? value, long timeMs)
    {
        using var buffer = new RecordBuffer();
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        buffer.Add(timeMs, true, bytes, value is not null, value is null ? [] : Encoding.UTF8.GetBytes(value));
        _producer.Append(
            new TopicPartition(topic, KeyPartitioner.Partition(bytes, VersionsFixture.Partitions)), buffer);
        _producer.Commit();
    }

    /// <summary>Applies a snapshot that is begun at a time.</summary>
    public Task<SnapshotResult> ApplyAsync(string topic, IEnumerable<string> rows, string key, long timeMs)
    {
        var apply = new SnapshotApply(_log, _directory.FullName, new Moment(timeMs));
        var options = new SnapshotOptions { Key = key.Split(','), MaxDelete = DeleteLimit.None };
        return apply.RunAsync(topic, new Dump(rows), options, VersionsFixture.TestTimeout());
    }

    public void Dispose()
    {
        _producer.Dispose();
        _directory.Delete(recursive: true);
    }

    private sealed class Moment(long timeMs) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
    }

    private sealed class Dump(IEnumerable<string> rows) : ISnapshotSource
    {
        public Task ReadAsync(ISnapshotRows sink, CancellationToken cancellationToken)
        {
            long line = 0;
            foreach (string row in rows)
            {
                sink.Add(++line, Encoding.UTF8.GetBytes(row));
            }

            return Task.CompletedTask;
        }

        public string Describe(long place) => $"row {place}";
    }
}
