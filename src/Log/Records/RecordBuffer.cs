namespace Kappa.Logs;

/// <summary>Records on their way to one partition, kept in the bytes of Kafka's record batch format v2.</summary>
/// <remarks>
/// One thread. Splits itself into batches of about 256 KB, so that readers can pool their buffers. Its memory is pooled
/// and reused after <see cref="Clear"/>: a buffer that has grown once no longer allocates. With a scratch file, batches
/// that do not fit into its memory lie there, until they are committed.
/// </remarks>
/// <param name="scratch">
/// Where batches go that do not fit into memory, the caller's; null where all of them stay in memory.
/// </param>
public sealed class RecordBuffer(RecordScratch? scratch = null) : IDisposable
{
    // What a commit writes to a partition from memory is counted in 31 bits, its commit marker too.
    private const int MostBytes = int.MaxValue - 4096;

    private readonly List<BatchBuilder> _batches = []; // Behind those that are in the file.
    private readonly List<ScratchBatch> _written = [];
    private readonly List<SealedBatch> _sealed = []; // Of those that are in the file.
    private BatchBuilder? _loaded;
    private int _held; // Batches in memory; the builders beyond them wait with theirs.

    /// <summary>Number of records.</summary>
    public int Records { get; private set; }

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes that are in memory: all of them without a scratch file.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Bytes that it takes at most; with a scratch file as many as the disk does.</summary>
    internal long LimitBytes { get; init; } = scratch is null ? MostBytes : long.MaxValue;

    /// <summary>Number of batches.</summary>
    internal int BatchCount => _written.Count + _held;

    /// <summary>Adds a record.</summary>
    /// <param name="timestampMs">Milliseconds since 1970; 0 or more.</param>
    /// <param name="hasKey">False for a null key.</param>
    /// <param name="key">The key.</param>
    /// <param name="hasValue">False for a tombstone.</param>
    /// <param name="value">The value.</param>
    /// <param name="headers">Headers in Kafka's coding, as <see cref="RecordCursor.Headers"/> gives them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timestamp is negative.</exception>
    /// <exception cref="KappaException">
    /// KAP2110 (exit 5): that are more than 2 GB, and there is no scratch file. KAP2111 (exit 5): the scratch file
    /// takes no more.
    /// </exception>
    public void Add(
        long timestampMs, bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> headers = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timestampMs);
        BatchBuilder batch = _held == 0 ? StartBatch() : _batches[_held - 1];
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
        Hold(-HeldBytes);
        Records = 0;
        Bytes = 0;
        _held = 0;
        _written.Clear();
        _sealed.Clear();
    }

    /// <summary>Gives the memory back to its pool.</summary>
    public void Dispose()
    {
        foreach (BatchBuilder batch in _batches)
        {
            batch.Dispose();
        }

        _loaded?.Dispose();
        _loaded = null;
        _batches.Clear();
        Clear();
    }

    /// <summary>Gives a batch; one that is in the file is valid until another one of it is asked for.</summary>
    internal BatchBuilder Batch(int index)
    {
        if (index >= _written.Count)
        {
            return _batches[index - _written.Count];
        }

        _loaded ??= new BatchBuilder();
        _loaded.Load(scratch!, _written[index]);
        return _loaded;
    }

    /// <summary>Keeps a batch as it was sealed; one of the file is written there once more.</summary>
    /// <param name="index">Its number; they come in order.</param>
    /// <param name="batch">The batch.</param>
    internal void KeepSealed(int index, BatchBuilder batch)
    {
        if (index >= _written.Count)
        {
            return;
        }

        ReadOnlySpan<byte> bytes = batch.Sealed.AsSpan(0, batch.SealedLength);
        _sealed.RemoveRange(index, _sealed.Count - index); // Of a commit before, which has failed.
        _sealed.Add(new SealedBatch(
            bytes[..BatchHeader.Bytes].ToArray(), bytes.Length, batch.Count, scratch, scratch!.Append(bytes)));
    }

    /// <summary>Gives a batch that was sealed.</summary>
    internal SealedBatch Sealed(int index)
    {
        if (index < _sealed.Count)
        {
            return _sealed[index];
        }

        BatchBuilder batch = _batches[index - _written.Count];
        return new SealedBatch(batch.Sealed, batch.SealedLength, batch.Count);
    }

    private BatchBuilder StartBatch()
    {
        if (scratch is { IsFull: true })
        {
            WriteToScratch();
        }

        if (_held == _batches.Count)
        {
            _batches.Add(new BatchBuilder());
        }

        BatchBuilder batch = _batches[_held++];
        batch.Start();
        Count(BatchHeader.Bytes);
        return batch;
    }

    /// <summary>Writes what is in memory; all of its batches are complete.</summary>
    private void WriteToScratch()
    {
        for (int i = 0; i < _held; i++)
        {
            _written.Add(_batches[i].WriteTo(scratch!));
        }

        _held = 0;
        Hold(-HeldBytes);
    }

    private void Count(int bytes)
    {
        if (bytes > LimitBytes - Bytes)
        {
            throw LogErrors.PartitionTooLarge("one partition", Bytes + bytes, LimitBytes);
        }

        Bytes += bytes;
        Hold(bytes);
    }

    private void Hold(long bytes)
    {
        HeldBytes += bytes;
        if (scratch is not null)
        {
            scratch.HeldBytes += bytes;
        }
    }
}
