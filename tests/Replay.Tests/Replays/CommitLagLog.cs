using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>A log whose commits can be read a while before whoever committed them goes on.</summary>
internal sealed class CommitLagLog(ILog inner) : ILog, ILogAdmin
{
    /// <summary>Called on the committing thread, with the transactional id, when the commit is readable.</summary>
    public Action<string?>? Committed { get; set; }

    /// <summary>Called on the committing thread, with the transactional id, before the commit.</summary>
    public Action<string?>? Committing { get; set; }

    /// <summary>
    /// Called before a producer is opened, which fences the one before it, with its transactional id.
    /// </summary>
    public Action<string?>? Fencing { get; set; }

    /// <summary>Gives the end of a partition instead of the real one.</summary>
    public Func<TopicPartition, long, long>? End { get; set; }

    public long Generation => inner.Generation;

    public IReadOnlyList<TopicDescription> Topics => inner.Topics;

    public long ChangeNumber => inner.ChangeNumber;

    public ILogAdmin Admin => this;

    public TopicDescription? Find(string topic) => inner.Find(topic);

    public TopicDescription CreateTopic(string topic, TopicSettings settings) =>
        inner.Admin.CreateTopic(topic, settings);

    public void DeleteTopic(string topic) => inner.Admin.DeleteTopic(topic);

    public long DeleteRecords(TopicPartition partition, long beforeOffset) =>
        inner.Admin.DeleteRecords(partition, beforeOffset);

    public void CleanUp() => inner.Admin.CleanUp();

    public PartitionOffsets Offsets(TopicPartition partition) => inner.Offsets(partition);

    public IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions) =>
        inner.Offsets(partitions);

    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends)
    {
        inner.StableEnds(partitions, ends);
        for (int i = 0; i < partitions.Length; i++)
        {
            ends[i] = End?.Invoke(partitions[i], ends[i]) ?? ends[i];
        }
    }

    public TopicDescription AddPartitions(string topic, int partitions) => inner.Admin.AddPartitions(topic, partitions);

    public long? OffsetAt(TopicPartition partition, long timestampMs) => inner.OffsetAt(partition, timestampMs);

    public ILogGroups Groups => inner.Groups;

    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed) =>
            inner.OpenReader(partition, offset, isolation);

    public ILogProducer OpenProducer(string? transactionalId = null)
    {
        Fencing?.Invoke(transactionalId);
        return new Producer(this, inner.OpenProducer(transactionalId), transactionalId);
    }

    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) =>
        inner.WaitForChangeAsync(seen, cancellationToken);

    public void Dispose() => inner.Dispose();

    private sealed class Producer(CommitLagLog owner, ILogProducer producer, string? id) : ILogProducer
    {
        public void Append(TopicPartition partition, RecordBuffer records) => producer.Append(partition, records);

        public IReadOnlyList<long> Commit()
        {
            owner.Committing?.Invoke(id);
            IReadOnlyList<long> offsets = producer.Commit();
            owner.Committed?.Invoke(id);
            return offsets;
        }

        public void AppendOffset(string group, TopicPartition partition, long offset) =>
            producer.AppendOffset(group, partition, offset);

        public long NextOffset(TopicPartition partition) => producer.NextOffset(partition);

        public void Abort() => producer.Abort();

        public void Dispose() => producer.Dispose();
    }
}
