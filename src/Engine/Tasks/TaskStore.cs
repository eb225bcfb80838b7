using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>A store of a task with its partition of the changelog.</summary>
/// <remarks>Belongs to the task's thread.</remarks>
/// <param name="name">Its name.</param>
/// <param name="index">Index of its rows below.</param>
/// <param name="derived">Index of what is derived from its rows below; -1 for nothing.</param>
/// <param name="cache">Its rows.</param>
/// <param name="changelog">Its partition of the changelog.</param>
internal sealed class TaskStore(
    string name, int index, int derived, IStoreCache cache, TopicPartition changelog) : IDisposable
{
    private readonly CommitBuffer _pending = new();

    public string Name { get; } = name;

    public IStoreCache Cache { get; } = cache;

    public TopicPartition Changelog { get; } = changelog;

    /// <summary>Offset behind the last committed changelog record.</summary>
    public long ChangelogEnd { get; set; }

    /// <summary>Records that the commit in progress adds to the changelog.</summary>
    public int PendingRecords => _pending.Records.Records;

    /// <summary>Bytes of the changed rows, as far as a look at some of them tells.</summary>
    public long MeasureDirty()
    {
        try
        {
            return Cache.MeasureDirty();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Cache.DirtyBytes; // A serde of the user's failed: it fails again where it is to be told, in Collect.
        }
    }

    /// <summary>Serialises the changed rows once, for the changelog and for the state below.</summary>
    public void Collect(StateBatch batch)
    {
        DirtyRows rows = Cache.CollectDirty();
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<byte> key = rows.Key(row);
            bool exists = rows.Exists(row);
            ReadOnlySpan<byte> value = rows.Value(row);
            long timestamp = rows.TimestampMs(row);
            _pending.Records.Add(timestamp, true, key, exists, value);
            if (exists)
            {
                batch.Put(index, key, value, timestamp);
            }
            else
            {
                batch.Delete(index, key);
            }
        }

        if (derived >= 0)
        {
            Cache.CollectDerived(batch, derived);
        }
    }

    public void AppendTo(ILogProducer producer)
    {
        if (PendingRecords > 0)
        {
            producer.Append(Changelog, _pending.Records);
        }
    }

    public void Committed(long cacheBudgetBytes)
    {
        _pending.Clear();
        Cache.Committed(cacheBudgetBytes);
    }

    /// <summary>
    /// A run that was given up leaves cursors open, which would keep the state from being opened again.
    /// </summary>
    public void Dispose()
    {
        Cache.Drop();
        _pending.Dispose();
    }
}
