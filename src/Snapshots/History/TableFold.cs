using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using System.Text;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>The table at a moment, from its change log alone: the last value of each key before it.</summary>
/// <remarks>
/// Partitions are read side by side, each into sorted files of its own, so memory stays bounded; they are scratch and
/// go with the fold. All records of a key are met together when the files are walked, the last one first. A RocksDB
/// would do it too, one record at a time.
/// </remarks>
internal sealed class TableFold : IDisposable
{
    private const int MemoryBytes = 64 << 20;
    private const int LeastSpoolBytes = 256 << 10;
    private const int PartitionBits = 16;

    private readonly string _directory;
    private readonly RowSpool[] _spools; // One a partition.
    private List<string> _runs = [];

    private TableFold(int partitions)
    {
        _directory = Directory.CreateTempSubdirectory("kappa-snapshot-").FullName;
        int bytes = Math.Max(LeastSpoolBytes, MemoryBytes / Math.Max(1, partitions));
        _spools = [.. Enumerable.Range(0, partitions)
            .Select(partition => new RowSpool(Path.Combine(_directory, $"{partition}"), bytes))];
    }

    /// <summary>Reads the change log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="point">The moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KappaException">KAP8011 (exit 5): the disk takes no more.</exception>
    public static TableFold Read(
        ILog log, TopicDescription topic, TablePoint point, CancellationToken cancellationToken = default)
    {
        var fold = new TableFold(point.Ends.Count);
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
        var fold = new TableFold(partitions: 1);
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
        Add(_spools[0], key, hasValue: true, value, timestampMs, _spools[0].Count);

    /// <summary>Walks the rows in the order of their keys; each walk begins anew.</summary>
    public IRowCursor Scan() => new FoldCursor(_runs);

    public void Dispose()
    {
        foreach (RowSpool spool in _spools)
        {
            spool.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private void End() => _runs = [.. _spools.SelectMany(spool => spool.End())];

    private void Read(ILog log, TopicPartition at, TablePoint point, CancellationToken cancellationToken)
    {
        PartitionOffsets offsets = log.Offsets(at);
        using var cursor = new RecordCursor(log.OpenReader(at, offsets.Earliest));
        while (cursor.MoveNext(point.Ends[at.Partition]))
        {
            Add(cursor, at.Partition);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (point.Snapshot is { } snapshot)
        {
            ReadSnapshot(cursor, at.Partition, snapshot, offsets.LastStable, cancellationToken);
        }
    }

    /// <summary>Takes the records of a snapshot, and not those that others wrote between them.</summary>
    private void ReadSnapshot(
        RecordCursor cursor, int partition, SnapshotManifest snapshot, long end, CancellationToken cancellationToken)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(snapshot.Id);
        long records = snapshot.Records[partition];
        while (records > 0 && cursor.MoveNext(end))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SnapshotHeaders.IdOf(cursor.Headers).SequenceEqual(wanted))
            {
                records--;
                Add(cursor, partition);
            }
        }
    }

    private void Add(RecordCursor cursor, int partition)
    {
        if (cursor.HasKey)
        {
            // A key is in one partition; where others wrote it to several, the last one of them counts.
            long place = ((long)partition << (64 - PartitionBits)) | cursor.Offset;
            Add(_spools[partition], cursor.Key, cursor.HasValue, cursor.Value, cursor.TimestampMs, place);
        }
    }

    private static void Add(
        RowSpool spool, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value, long timestampMs, long place)
    {
        Span<byte> head = stackalloc byte[FoldCursor.HeadBytes];
        head[0] = hasValue ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], timestampMs);
        spool.Add(key, head, value, ~place); // The last one comes first.
    }
}
