using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>A log that answers no call, as a cluster that is away, while a test wishes so.</summary>
internal sealed class StillLog(ILog inner) : ILog, ILogAdmin
{
    private readonly ManualResetEventSlim _answers = new(initialState: true);

    public bool IsStill
    {
        get => !_answers.IsSet;
        set
        {
            if (value)
            {
                _answers.Reset();
            }
            else
            {
                _answers.Set();
            }
        }
    }

    public long Generation => inner.Generation;

    /// <summary>A topic that it lists though it is gone by now.</summary>
    public TopicDescription? Gone { get; set; }

    public IReadOnlyList<TopicDescription> Topics => Gone is { } gone ? [.. Inner.Topics, gone] : Inner.Topics;

    public ILogGroups Groups => Inner.Groups;

    public long ChangeNumber => inner.ChangeNumber;

    private ILog Inner
    {
        get
        {
            _answers.Wait();
            return inner;
        }
    }

    public ILogAdmin Admin => this;

    public TopicDescription? Find(string topic) => Inner.Find(topic);

    public TopicDescription CreateTopic(string topic, TopicSettings settings) =>
        Inner.Admin.CreateTopic(topic, settings);

    public TopicDescription AddPartitions(string topic, int partitions) => Inner.Admin.AddPartitions(topic, partitions);

    public void DeleteTopic(string topic) => Inner.Admin.DeleteTopic(topic);

    public long DeleteRecords(TopicPartition partition, long beforeOffset) =>
        Inner.Admin.DeleteRecords(partition, beforeOffset);

    public void CleanUp() => Inner.Admin.CleanUp();

    public PartitionOffsets Offsets(TopicPartition partition) => Inner.Offsets(partition);

    public IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions) =>
        Inner.Offsets(partitions);

    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends) =>
        Inner.StableEnds(partitions, ends);

    public long? OffsetAt(TopicPartition partition, long timestampMs) => Inner.OffsetAt(partition, timestampMs);

    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed) =>
        Inner.OpenReader(partition, offset, isolation);

    public ILogProducer OpenProducer(string? transactionalId = null) => Inner.OpenProducer(transactionalId);

    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) =>
        inner.WaitForChangeAsync(seen, cancellationToken);

    public void Dispose()
    {
        inner.Dispose();
        _answers.Dispose();
    }
}
