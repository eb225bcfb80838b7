using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>The log as the engine sees it: each call is a site.</summary>
internal sealed class SimulatedLog(ILog inner, FaultSites sites) : ILog, ILogAdmin
{
    public long Generation => inner.Generation;

    public IReadOnlyList<TopicDescription> Topics => inner.Topics;

    public long ChangeNumber => inner.ChangeNumber;

    public ILogAdmin Admin => this;

    public ILogGroups Groups => inner.Groups;

    public TopicDescription? Find(string topic) => inner.Find(topic);

    public TopicDescription CreateTopic(string topic, TopicSettings settings)
    {
        sites.Pass("log.create-topic");
        TopicDescription created = inner.Admin.CreateTopic(topic, settings);
        sites.Done("log.create-topic");
        return created;
    }

    public TopicDescription AddPartitions(string topic, int partitions) => inner.Admin.AddPartitions(topic, partitions);

    public void DeleteTopic(string topic) => inner.Admin.DeleteTopic(topic);

    public long DeleteRecords(TopicPartition partition, long beforeOffset)
    {
        sites.Pass("log.delete-records");
        long earliest = inner.Admin.DeleteRecords(partition, beforeOffset);
        sites.Done("log.delete-records");
        return earliest;
    }

    public void CleanUp() => inner.Admin.CleanUp();

    public PartitionOffsets Offsets(TopicPartition partition)
    {
        sites.Pass("log.offsets");
        return inner.Offsets(partition);
    }

    public IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions)
    {
        sites.Pass("log.offsets");
        return inner.Offsets(partitions);
    }

    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends)
    {
        sites.Pass("log.ends");
        inner.StableEnds(partitions, ends);
    }

    public void Ends(ReadOnlySpan<TopicPartition> partitions, Span<long> stable, Span<long> latest)
    {
        sites.Pass("log.ends");
        inner.Ends(partitions, stable, latest);
    }

    public long? OffsetAt(TopicPartition partition, long timestampMs) => inner.OffsetAt(partition, timestampMs);

    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed)
    {
        sites.Pass("log.open-reader");
        return new SimulatedReader(inner.OpenReader(partition, offset, isolation), sites);
    }

    public ILogProducer OpenProducer(string? transactionalId = null)
    {
        sites.Pass("log.open-producer");
        ILogProducer producer = inner.OpenProducer(transactionalId);
        return new SimulatedProducer(producer, sites);
    }

    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) =>
        inner.WaitForChangeAsync(seen, cancellationToken);

    public void Dispose()
    {
    }
}
