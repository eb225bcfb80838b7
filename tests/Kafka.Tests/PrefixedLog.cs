using System.Security.Cryptography;

namespace Kappa.Logs.Tests;

/// <summary>
/// A cluster as a log that has it for itself: all names get a prefix of its own, so that tests share one broker.
/// </summary>
internal sealed class PrefixedLog(ILog inner, string prefix) : ILog
{
    public static PrefixedLog Connect()
    {
        string prefix = $"t{RandomNumberGenerator.GetHexString(10, lowercase: true)}.";
        return new PrefixedLog(KafkaLog.Connect(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = KafkaBroker.Bootstrap },
        }), prefix);
    }

    public long Generation => inner.Generation;

    public IReadOnlyList<TopicDescription> Topics =>
        [.. inner.Topics.Where(topic => topic.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(Without)];

    public ILogGroups Groups => new PrefixedGroups(inner.Groups, this);

    public long ChangeNumber => inner.ChangeNumber;

    public TopicDescription? Find(string topic) => inner.Find(prefix + topic) is { } found ? Without(found) : null;

    public TopicDescription CreateTopic(string topic, TopicSettings settings) =>
        Without(inner.CreateTopic(prefix + topic, settings));

    public TopicDescription AddPartitions(string topic, int partitions) =>
        Without(inner.AddPartitions(prefix + topic, partitions));

    public void DeleteTopic(string topic) => inner.DeleteTopic(prefix + topic);

    public long DeleteRecords(TopicPartition partition, long beforeOffset) =>
        inner.DeleteRecords(With(partition), beforeOffset);

    public void CleanUp() => inner.CleanUp();

    public PartitionOffsets Offsets(TopicPartition partition) => inner.Offsets(With(partition));

    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends)
    {
        var real = new TopicPartition[partitions.Length];
        for (int i = 0; i < real.Length; i++)
        {
            real[i] = With(partitions[i]);
        }

        inner.StableEnds(real, ends);
    }

    public long? OffsetAt(TopicPartition partition, long timestampMs) => inner.OffsetAt(With(partition), timestampMs);

    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed) =>
        inner.OpenReader(With(partition), offset, isolation);

    public ILogProducer OpenProducer(string? transactionalId = null) =>
        new PrefixedProducer(inner.OpenProducer(transactionalId is null ? null : prefix + transactionalId), this);

    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) =>
        inner.WaitForChangeAsync(seen, cancellationToken);

    public void Dispose()
    {
        foreach (TopicDescription topic in Topics)
        {
            DeleteTopic(topic.Name);
        }

        inner.Dispose();
    }

    internal string With(string name) => prefix + name;

    internal string Without(string name) => name[prefix.Length..];

    internal TopicPartition With(TopicPartition partition) => partition with { Topic = prefix + partition.Topic };

    internal TopicPartition Without(TopicPartition partition) =>
        partition with { Topic = Without(partition.Topic) };

    internal bool IsOwn(string name) => name.StartsWith(prefix, StringComparison.Ordinal);

    private TopicDescription Without(TopicDescription topic) => topic with { Name = topic.Name[prefix.Length..] };

    private sealed class PrefixedProducer(ILogProducer inner, PrefixedLog log) : ILogProducer
    {
        public void Append(TopicPartition partition, RecordBuffer records) =>
            inner.Append(log.With(partition), records);

        public void AppendOffset(string group, TopicPartition partition, long offset) =>
            inner.AppendOffset(log.With(group), log.With(partition), offset);

        public long NextOffset(TopicPartition partition) => inner.NextOffset(log.With(partition));

        public IReadOnlyList<long> Commit() => inner.Commit();

        public void Abort() => inner.Abort();

        public void Dispose() => inner.Dispose();
    }
}
