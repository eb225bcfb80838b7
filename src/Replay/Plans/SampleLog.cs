using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Lays a log of its own over a real one: topics of the real one are read only, everything that is created or written
/// goes to its own.
/// </summary>
/// <remarks>
/// So a version runs over real records and leaves no trace in their log: no topic, no record, no fenced producer.
/// Reading real records ends with <see cref="OperationCanceledException"/> once the token says so.
/// </remarks>
internal sealed class SampleLog : ILog, ILogAdmin
{
    private readonly ILog _real;
    private readonly ILog _own;
    private readonly CancellationToken _stop;

    /// <param name="real">The real log; it stays the caller's, and as it is.</param>
    /// <param name="own">Takes what is written; it is the overlay's from now on.</param>
    /// <param name="replaced">
    /// Topics that are to be empty and writable, though the real log may have them: as many partitions as there.
    /// </param>
    /// <param name="stop">Ends reading of the real log.</param>
    public SampleLog(ILog real, ILog own, IEnumerable<string> replaced, CancellationToken stop)
    {
        (_real, _own, _stop) = (real, own, stop);
        foreach (TopicDescription topic in replaced.Select(real.Find).OfType<TopicDescription>())
        {
            own.Admin.CreateTopic(
                topic.Name, new TopicSettings { Partitions = topic.Partitions, Cleanup = topic.Cleanup });
        }
    }

    public long Generation => _real.Generation;

    public IReadOnlyList<TopicDescription> Topics =>
    [
        .. _own.Topics.Concat(_real.Topics.Where(topic => !IsOwn(topic.Name)))
            .OrderBy(topic => topic.Name, StringComparer.Ordinal),
    ];

    public long ChangeNumber => _own.ChangeNumber + _real.ChangeNumber;

    public ILogAdmin Admin => this;

    public TopicDescription? Find(string topic) => _own.Find(topic) ?? _real.Find(topic);

    public TopicDescription CreateTopic(string topic, TopicSettings settings) =>
        _own.Admin.CreateTopic(topic, settings);

    public void DeleteTopic(string topic) => _own.Admin.DeleteTopic(topic);

    public long DeleteRecords(TopicPartition partition, long beforeOffset) =>
        _own.Admin.DeleteRecords(partition, beforeOffset);

    public void CleanUp() => _own.Admin.CleanUp();

    public PartitionOffsets Offsets(TopicPartition partition) => Owner(partition).Offsets(partition);

    public IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions)
    {
        TopicPartition[] real = [.. partitions.Where(partition => !IsOwn(partition.Topic))];
        var theirs = real.Zip(_real.Offsets(real)).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. partitions.Select(partition => theirs.TryGetValue(partition, out PartitionOffsets offsets)
            ? offsets : _own.Offsets(partition))];
    }

    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends)
    {
        for (int i = 0; i < partitions.Length; i++)
        {
            Owner(partitions[i]).StableEnds(partitions.Slice(i, 1), ends.Slice(i, 1));
        }
    }

    public TopicDescription AddPartitions(string topic, int partitions) => _own.Admin.AddPartitions(topic, partitions);

    public long? OffsetAt(TopicPartition partition, long timestampMs) =>
        Owner(partition).OffsetAt(partition, timestampMs);

    public ILogGroups Groups => _own.Groups;

    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed) =>
        IsOwn(partition.Topic)
            ? _own.OpenReader(partition, offset, isolation)
            : new StoppingReader(_real.OpenReader(partition, offset, isolation), _stop);

    /// <summary>Opens a producer that does not know the topics of the real log: it refuses to write there.</summary>
    public ILogProducer OpenProducer(string? transactionalId = null) => _own.OpenProducer(transactionalId);

    public async Task WaitForChangeAsync(long seen, CancellationToken cancellationToken)
    {
        (long own, long real) = (_own.ChangeNumber, _real.ChangeNumber);
        if (own + real != seen)
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task first = await Task.WhenAny(
            _own.WaitForChangeAsync(own, stop.Token), _real.WaitForChangeAsync(real, stop.Token));
        await stop.CancelAsync();
        await first;
    }

    /// <summary>Closes its own log; the real one goes on.</summary>
    public void Dispose() => _own.Dispose();

    private bool IsOwn(string topic) => _own.Find(topic) is not null;

    private ILog Owner(TopicPartition partition) => IsOwn(partition.Topic) ? _own : _real;
}
