using System.Runtime.ExceptionServices;
using System.Text;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>The table at a moment, from its change log alone: the last value of each key before it.</summary>
/// <remarks>
/// Partitions are read side by side, each into sorted runs of its own, so memory stays bounded; files are scratch and
/// go with the fold. All records of a key are met together when the runs are walked, the last one first; partitions
/// side by side again. A RocksDB would do it too, one record at a time.
/// </remarks>
internal sealed class TableFold : IDisposable
{
    private const int MemoryBytes = 64 << 20;
    private const int LeastSpoolBytes = 256 << 10;
    private const int MostStretches = 32;
    private const int BlocksBytes = 16 << 20;
    private const int LeastBlockBytes = 4 << 10;
    private const int MostBlockBytes = 256 << 10;

    private readonly string _directory;
    private readonly FoldPartition[] _partitions;

    /// <param name="partitions">How many there are.</param>
    /// <param name="open">Opens one at an offset; null where its records are not to be read again.</param>
    private TableFold(int partitions, Func<int, long, IPartitionReader>? open)
    {
        _directory = Directory.CreateTempSubdirectory("kappa-snapshot-").FullName;
        int bytes = Math.Max(LeastSpoolBytes, Share(MemoryBytes, partitions));
        int stretches = open is null ? 0 : Share(MostStretches, partitions);
        _partitions = [.. Enumerable.Range(0, partitions).Select(partition => new FoldPartition(
            Path.Combine(_directory, $"{partition}"), bytes, stretches, offset => open!(partition, offset)))];
    }

    /// <summary>Stretches of the log that are runs as they are.</summary>
    internal int Stretches => _partitions.Sum(partition => partition.Stretches);

    /// <summary>Reads the change log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="point">The moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KappaException">KAP8011 (exit 5): the disk takes no more.</exception>
    public static TableFold Read(
        ILog log, TopicDescription topic, TablePoint point, CancellationToken cancellationToken = default)
    {
        bool staysAsItIs = topic.Cleanup != CleanupPolicy.Compact && topic.RetentionTime is null
            && topic.RetentionBytes is null;
        var fold = new TableFold(
            point.Ends.Count,
            staysAsItIs
                ? (partition, offset) => log.OpenReader(new TopicPartition(topic.Name, partition), offset) : null);
        try
        {
            Parallel.For(
                0, point.Ends.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                partition => fold.Read(log, new TopicPartition(topic.Name, partition), point, cancellationToken));
            fold.End();
            return fold;
        }
        catch (AggregateException errors)
        {
            fold.Dispose();
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
            throw;
        }
        catch
        {
            fold.Dispose();
            throw;
        }
    }

    /// <summary>Takes the rows of a table that somebody else has read.</summary>
    /// <param name="read">Gives each row to the fold.</param>
    public static async Task<TableFold> TakeAsync(Func<TableFold, Task> read)
    {
        var fold = new TableFold(partitions: 1, open: null);
        try
        {
            await read(fold).ConfigureAwait(false);
            fold.End();
            return fold;
        }
        catch
        {
            fold.Dispose();
            throw;
        }
    }

    /// <summary>Adds or replaces a row.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs) =>
        _partitions[0].Put(key, value, timestampMs);

    /// <summary>Walks the rows in the order of their keys; each walk begins anew.</summary>
    public IRowCursor Scan()
    {
        int buffers = Share(MemoryBytes, _partitions.Length);
        int block = Math.Clamp(Share(BlocksBytes, _partitions.Length), LeastBlockBytes, MostBlockBytes);
        List<IRunBytes> folded = [];
        try
        {
            foreach (FoldPartition partition in _partitions)
            {
                folded.Add(new FoldedRun(partition.Open(), buffers, block));
            }

            return new FoldCursor(new MergedRuns(folded, BlocksBytes));
        }
        catch
        {
            folded.ForEach(run => run.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        Array.ForEach(_partitions, partition => partition.Dispose());
        Directory.Delete(_directory, recursive: true);
    }

    private static int Share(int all, int partitions) => all / Math.Max(1, partitions);

    private void End() => Array.ForEach(_partitions, partition => partition.End());

    private void Read(ILog log, TopicPartition at, TablePoint point, CancellationToken cancellationToken)
    {
        PartitionOffsets offsets = log.Offsets(at);
        using var cursor = new RecordCursor(log.OpenReader(at, offsets.Earliest));
        while (cursor.MoveNext(point.Ends[at.Partition]))
        {
            Add(cursor);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (point.Snapshot is { } snapshot)
        {
            ReadSnapshot(cursor, snapshot, offsets.LastStable, cancellationToken);
        }
    }

    /// <summary>Takes the records of a snapshot, and not those that others wrote between them.</summary>
    private void ReadSnapshot(
        RecordCursor cursor, SnapshotManifest snapshot, long end, CancellationToken cancellationToken)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(snapshot.Id);
        FoldPartition partition = _partitions[cursor.Partition.Partition];
        long records = snapshot.Records[cursor.Partition.Partition];
        while (records > 0 && cursor.MoveNext(end))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SnapshotHeaders.IdOf(cursor.Headers).SequenceEqual(wanted))
            {
                records--;
                Add(cursor);
            }
            else
            {
                partition.Break();
            }
        }
    }

    private void Add(RecordCursor cursor)
    {
        FoldPartition partition = _partitions[cursor.Partition.Partition];
        if (cursor.HasKey)
        {
            partition.Add(cursor);
        }
        else
        {
            partition.Break(); // Somebody else wrote it: a table has no row without a key.
        }
    }
}
