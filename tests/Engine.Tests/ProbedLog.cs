using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Watches what an engine does with a log, and fails at a call of the test's choice.</summary>
internal sealed class ProbedLog(ILog inner) : ILog, ILogAdmin
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _looks;
    private int _open;
    private int _calls;

    /// <summary>Readers and producers that are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How often somebody looked for new records.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Completes when somebody first waits for a change.</summary>
    public Task Waiting => _waiting.Task;

    /// <summary>Called before a producer opens, with its transactional id.</summary>
    public Action<string?>? BeforeOpenProducer { get; set; }

    /// <summary>Called before a reader opens, with its partition.</summary>
    public Action<TopicPartition>? BeforeOpenReader { get; set; }

    /// <summary>Called before somebody looks at the ends of sources.</summary>
    public Action? BeforeLook { get; set; }

    /// <summary>Called before records are deleted.</summary>
    public Action<TopicPartition>? BeforeDeleteRecords { get; set; }

    /// <summary>Number of the call to fail from now on; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>Whether the commit that fails has been decided: an unknown outcome.</summary>
    public bool FailsAfterCommit { get; set; }

    /// <summary>A topic whose offsets cannot be asked for.</summary>
    public string? BrokenTopic { get; set; }

    /// <summary>A partition that seems to begin later than it does.</summary>
    public (TopicPartition Partition, long Earliest)? Shortened { get; set; }

    /// <summary>A partition behind whose last record there seem to be markers, and how many.</summary>
    public (TopicPartition Partition, long Count)? MarkersBehind { get; set; }

    /// <summary>A partition in which a transaction seems to be open, from an offset on.</summary>
    public (TopicPartition Partition, long LastStable)? OpenFrom { get; set; }

    /// <summary>Whether it does not say which tombstones are gone, as a Kafka cluster.</summary>
    public bool HidesTombstones { get; set; }

    /// <summary>By how much the offsets are too high that a commit says its records have got.</summary>
    public long OffsetShift { get; set; }

    /// <summary>A generation that it has instead of its own.</summary>
    public long? OtherGeneration { get; set; }

    /// <summary>Called before a commit, as by another writer.</summary>
    public Action? BeforeCommit { get; set; }

    public long Generation => OtherGeneration ?? inner.Generation;

    public IReadOnlyList<TopicDescription> Topics => inner.Topics;

    public long ChangeNumber => inner.ChangeNumber;

    public ILogAdmin Admin => this;

    public TopicDescription? Find(string topic) => inner.Find(topic);

    public TopicDescription CreateTopic(string topic, TopicSettings settings)
    {
        Probe();
        return inner.Admin.CreateTopic(topic, settings);
    }

    public void DeleteTopic(string topic)
    {
        Probe();
        inner.Admin.DeleteTopic(topic);
    }

    public long DeleteRecords(TopicPartition partition, long beforeOffset)
    {
        BeforeDeleteRecords?.Invoke(partition);
        Probe();
        return inner.Admin.DeleteRecords(partition, beforeOffset);
    }

    public void CleanUp()
    {
        Probe();
        inner.Admin.CleanUp();
    }

    public PartitionOffsets Offsets(TopicPartition partition)
    {
        Probe();
        if (partition.Topic == BrokenTopic)
        {
            throw new IOException("The probe has no offsets of this topic.");
        }

        PartitionOffsets offsets = inner.Offsets(partition);
        offsets = HidesTombstones ? offsets with { TombstonesFrom = -1 } : offsets;
        offsets = MarkersBehind is { } markers && markers.Partition == partition
            ? offsets with { LastStable = offsets.LastStable + markers.Count } : offsets;
        return Shortened is { } shortened && shortened.Partition == partition
            ? offsets with { Earliest = shortened.Earliest }
            : offsets;
    }

    public IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions) =>
        [.. partitions.Select(Offsets)];

    public void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends)
    {
        Interlocked.Increment(ref _looks);
        BeforeLook?.Invoke();
        Probe();
        inner.StableEnds(partitions, ends);
        EndAtOpen(partitions, ends);
    }

    public void Ends(ReadOnlySpan<TopicPartition> partitions, Span<long> stable, Span<long> latest)
    {
        Interlocked.Increment(ref _looks);
        BeforeLook?.Invoke();
        Probe();
        inner.Ends(partitions, stable, latest);
        for (int i = 0; i < partitions.Length && MarkersBehind is not null; i++)
        {
            long markers = MarkersBehind.Value.Partition == partitions[i] ? MarkersBehind.Value.Count : 0;
            (stable[i], latest[i]) = (stable[i] + markers, latest[i] + markers);
        }

        EndAtOpen(partitions, stable);
    }

    public TopicDescription AddPartitions(string topic, int partitions) => inner.Admin.AddPartitions(topic, partitions);

    public long? OffsetAt(TopicPartition partition, long timestampMs) => inner.OffsetAt(partition, timestampMs);

    public ILogGroups Groups => inner.Groups;

    public IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed)
    {
        Probe();
        if (Shortened is { } shortened && shortened.Partition == partition && offset < shortened.Earliest)
        {
            throw new InvalidOperationException($"Offset {offset} of {partition} is gone.");
        }

        BeforeOpenReader?.Invoke(partition);
        var reader = new ProbedReader(this, inner.OpenReader(partition, offset, isolation));
        Interlocked.Increment(ref _open);
        return reader;
    }

    public ILogProducer OpenProducer(string? transactionalId = null)
    {
        BeforeOpenProducer?.Invoke(transactionalId);
        Probe();
        var producer = new ProbedProducer(this, inner.OpenProducer(transactionalId));
        Interlocked.Increment(ref _open);
        return producer;
    }

    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken)
    {
        Task change = inner.WaitForChangeAsync(seen, cancellationToken);
        if (!change.IsCompleted)
        {
            _waiting.TrySetResult();
        }

        return change;
    }

    public void Dispose()
    {
    }

    private void EndAtOpen(ReadOnlySpan<TopicPartition> partitions, Span<long> stable)
    {
        if (OpenFrom is { } open && partitions.IndexOf(open.Partition) is var index and >= 0)
        {
            stable[index] = Math.Min(stable[index], open.LastStable);
        }
    }

    private void Probe()
    {
        if (FailAt > 0 && Interlocked.Increment(ref _calls) == FailAt)
        {
            throw new IOException("The probe failed this call.");
        }
    }

    private sealed class ProbedReader(ProbedLog owner, IPartitionReader reader) : IPartitionReader
    {
        private bool _disposed;

        public TopicPartition Partition => reader.Partition;

        public long Position => reader.Position;

        public bool TryRead(long endOffset, out RecordBatch batch)
        {
            owner.Probe();
            return reader.TryRead(endOffset, out batch);
        }

        public bool TryPeek(long endOffset, out BatchBounds bounds)
        {
            owner.Probe();
            return reader.TryPeek(endOffset, out bounds);
        }

        public void Seek(long offset) => reader.Seek(offset);

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                Interlocked.Decrement(ref owner._open);
            }

            reader.Dispose();
        }
    }

    private sealed class ProbedProducer(ProbedLog owner, ILogProducer producer) : ILogProducer
    {
        private bool _disposed;

        public void Append(TopicPartition partition, RecordBuffer records)
        {
            owner.Probe();
            producer.Append(partition, records);
        }

        public IReadOnlyList<long> Commit()
        {
            owner.BeforeCommit?.Invoke();
            if (!owner.FailsAfterCommit)
            {
                owner.Probe();
                return [.. producer.Commit().Select(offset => offset + owner.OffsetShift)];
            }

            IReadOnlyList<long> offsets = producer.Commit();
            owner.Probe();
            return offsets;
        }

        public void AppendOffset(string group, TopicPartition partition, long offset) =>
            producer.AppendOffset(group, partition, offset);

        public long NextOffset(TopicPartition partition) => producer.NextOffset(partition);

        public void Abort() => producer.Abort();

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                Interlocked.Decrement(ref owner._open);
            }

            producer.Dispose();
        }
    }
}
