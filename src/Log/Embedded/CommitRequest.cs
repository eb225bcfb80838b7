using System.Runtime.InteropServices;

namespace Kappa.Logs;

/// <summary>What one producer wants committed; reused from commit to commit.</summary>
internal sealed class CommitRequest : IDisposable
{
    private readonly BatchCompressor _compressor = new();
    private readonly Dictionary<PartitionLog, int> _sequences = [];
    private readonly Dictionary<PartitionLog, long> _partitionBytes = [];

    public List<(PartitionLog Log, RecordBuffer Records)> Appends { get; } = [];

    /// <summary>Partitions whose read offsets travel in the commit; their topics have to be there too.</summary>
    public HashSet<PartitionLog> Read { get; } = [];

    /// <summary>Where the first record that goes to a partition has to land.</summary>
    public Dictionary<PartitionLog, long> Foreseen { get; } = [];

    /// <summary>Offset of the first record of each append, once committed.</summary>
    public List<long> Offsets { get; } = [];

    public string? TransactionalId { get; init; }

    public ProducerState Producer { get; init; } = new(-1, -1);

    public bool IsTransactional => TransactionalId is not null;

    /// <summary>The commit marker, one for all partitions: only its base offset differs.</summary>
    public byte[] Marker { get; } = new byte[ControlBatch.Bytes];

    /// <summary>Bytes of the appends that are in memory, as they were added.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Bytes of the batches that go to the log, once they are sealed.</summary>
    public long SealedBytes { get; private set; }

    public bool IsDone { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>Adds records.</summary>
    /// <exception cref="KappaException">KAP2110: those of the partition are more than a commit can have.</exception>
    public void Add(PartitionLog log, RecordBuffer records)
    {
        ref long bytes = ref CollectionsMarshal.GetValueRefOrAddDefault(_partitionBytes, log, out _);
        bytes += records.Bytes;
        if (bytes > records.LimitBytes)
        {
            throw LogErrors.PartitionTooLarge(log.Partition.ToString(), bytes, records.LimitBytes);
        }

        Appends.Add((log, records));
        HeldBytes += records.HeldBytes;
    }

    /// <summary>Gives a partition of the commit whose topic was deleted since; null where there is none.</summary>
    public PartitionLog? FindDeleted()
    {
        foreach ((PartitionLog log, _) in Appends)
        {
            if (log.IsDeleted)
            {
                return log;
            }
        }

        foreach (PartitionLog log in Read)
        {
            if (log.IsDeleted)
            {
                return log;
            }
        }

        return null;
    }

    /// <summary>
    /// Gives a partition of the transaction that others have written to since it was foreseen; null for none.
    /// </summary>
    public PartitionLog? FindMoved()
    {
        foreach ((PartitionLog log, _) in Appends)
        {
            if (IsTransactional && Foreseen.TryGetValue(log, out long offset) && log.PlannedOffset != offset)
            {
                return log;
            }
        }

        return null;
    }

    public void Clear()
    {
        Appends.Clear();
        Read.Clear();
        Foreseen.Clear();
        _partitionBytes.Clear();
        HeldBytes = 0;
        IsDone = false;
    }

    /// <summary>
    /// Completes the batches but for their offsets, on the caller's thread: compression and checksums take time.
    /// </summary>
    public void Seal(TimeProvider time)
    {
        Offsets.Clear();
        SealedBytes = 0;
        foreach ((PartitionLog log, RecordBuffer records) in Appends)
        {
            int sequence = IsTransactional ? _sequences.GetValueOrDefault(log) : -1;
            for (int i = 0; i < records.BatchCount; i++)
            {
                BatchBuilder batch = records.Batch(i);
                batch.Seal(IsTransactional
                    ? new ProducerStamp(Producer.Id, Producer.Epoch, sequence)
                    : ProducerStamp.None, log.Compression, _compressor);
                records.KeepSealed(i, batch);
                SealedBytes += batch.SealedLength;
                sequence = (sequence + batch.Count) & int.MaxValue; // Kafka's sequences begin again at 0.
            }

            if (IsTransactional)
            {
                _sequences[log] = sequence;
            }
        }

        if (IsTransactional)
        {
            ControlBatch.WriteCommit(
                Marker, time.GetUtcNow().ToUnixTimeMilliseconds(), new ProducerStamp(Producer.Id, Producer.Epoch, -1));
        }
    }

    public void Dispose() => _compressor.Dispose();
}
