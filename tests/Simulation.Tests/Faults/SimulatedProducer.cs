using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <inheritdoc cref="SimulatedLog"/>
internal sealed class SimulatedProducer(ILogProducer producer, FaultSites sites) : ILogProducer
{
    public void Append(TopicPartition partition, RecordBuffer records)
    {
        sites.Pass("log.append");
        producer.Append(partition, records);
    }

    public void AppendOffset(string group, TopicPartition partition, long offset) =>
        producer.AppendOffset(group, partition, offset);

    public long NextOffset(TopicPartition partition) => producer.NextOffset(partition);

    public IReadOnlyList<long> Commit()
    {
        sites.Pass("log.commit");
        IReadOnlyList<long> offsets = producer.Commit();
        sites.Done("log.commit");
        return offsets;
    }

    public void Abort() => producer.Abort();

    public void Dispose() => producer.Dispose();
}
