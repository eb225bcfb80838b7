namespace Kappa.Logs;

/// <summary>Records on their way to one partition, kept in the bytes of Kafka's record batch format v2.</summary>
/// <remarks>
/// One thread. Splits itself into batches of about 256 KB, so that readers can pool their buffers. Its memory is pooled
/// and reused after <see cref="Clear"/>: a buffer that has grown once no longer allocates.
/// </remarks>
public sealed class RecordBuffer : IDisposable
{
    // What a commit writes to a partition is counted in 31 bits, its commit marker too.
    private const int MostBytes = int.MaxValue - 4096;

    private readonly List<BatchBuilder> _batches = [];

    /// <summary>Number of records.</summary>
    public int Records { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Bytes { get; private set; }

    /// <summary>Bytes that it takes at most.</summary>
    internal int LimitBytes { get; init; } = MostBytes;

    /// <summary>Number of batches in use; the builders beyond it wait with their memory.</summary>
    internal int BatchCount { get; private set; }

    /// <summary>Adds a record.</summary>
    /// <param name="timestampMs">Milliseconds since 1970; 0 or more.</param>
    /// <param name="hasKey">False for a null key.</param>
    /// <param name="key">The key.</param>
    /// <param name="hasValue">False for a tombstone.</param>
    /// <param name="value">The value.</param>
    /// <param name="headers">Headers in Kafka's coding, as <see cref="RecordCursor.Headers"/> gives them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timestamp is negative.</exception>
    /// <exception cref="KappaException">KAP2110 (exit 5): that are more than 2 GB.</exception>
    public void Add(
        long timestampMs, bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> headers = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timestampMs);
        BatchBuilder batch = BatchCount == 0 ? StartBatch() : _batches[BatchCount - 1];
        int before = batch.Length;
        if (!batch.TryAdd(timestampMs, hasKey, key, hasValue, value, headers))
        {
            batch = StartBatch();
            before = batch.Length;
            batch.TryAdd(timestampMs, hasKey, key, hasValue, value, headers);
        }

        Records++;
        Count(batch.Length - before);
    }

    /// <summary>Forgets all records and keeps the memory.</summary>
    public void Clear()
    {
        Records = 0;
        Bytes = 0;
        BatchCount = 0;
    }

    /// <summary>Gives the memory back to its pool.</summary>
    public void Dispose()
    {
        foreach (BatchBuilder batch in _batches)
        {
            batch.Dispose();
        }

        _batches.Clear();
        Clear();
    }

    internal BatchBuilder Batch(int index) => _batches[index];

    private BatchBuilder StartBatch()
    {
        if (BatchCount == _batches.Count)
        {
            _batches.Add(new BatchBuilder());
        }

        BatchBuilder batch = _batches[BatchCount++];
        batch.Start();
        Count(BatchHeader.Bytes);
        return batch;
    }

    private void Count(int bytes)
    {
        if (bytes > LimitBytes - Bytes)
        {
            throw LogErrors.PartitionTooLarge("one partition", (long)Bytes + bytes, LimitBytes);
        }

        Bytes += bytes;
    }
}
