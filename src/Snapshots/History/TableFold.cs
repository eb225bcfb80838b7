using System.Text;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>The table at a moment, from its change log alone: the last value of each key before it.</summary>
/// <remarks>
/// The rows are in a RocksDB of its own, so memory stays bounded; it is scratch and goes with the fold.
/// </remarks>
internal sealed class TableFold : IDisposable
{
    private const int BatchRows = 50_000;

    private readonly StateMemory _memory = new(new StateOptions());
    private readonly string _directory;
    private readonly RocksDbBackend _rows;

    private TableFold(string directory)
    {
        _directory = directory;
        _rows = RocksDbBackend.Open(directory, ["rows"], _memory);
    }

    /// <summary>Reads the change log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="point">The moment.</param>
    public static TableFold Read(ILog log, TopicDescription topic, TablePoint point)
    {
        var fold = new TableFold(Directory.CreateTempSubdirectory("kappa-snapshot-").FullName);
        try
        {
            for (int partition = 0; partition < point.Ends.Count; partition++)
            {
                fold.Read(log, new TopicPartition(topic.Name, partition), point);
            }

            return fold;
        }
        catch
        {
            fold.Dispose();
            throw;
        }
    }

    /// <summary>Opens the rows.</summary>
    public IStateSnapshot Open() => _rows.OpenSnapshot();

    public void Dispose()
    {
        _rows.Dispose();
        _memory.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Read(ILog log, TopicPartition at, TablePoint point)
    {
        PartitionOffsets offsets = log.Offsets(at);
        using var cursor = new RecordCursor(log.OpenReader(at, offsets.Earliest));
        StateBatch batch = _rows.BeginBatch();
        for (long rows = 1; cursor.MoveNext(point.Ends[at.Partition]); rows++)
        {
            Add(batch, cursor);
            if (rows % BatchRows == 0)
            {
                _rows.Write(batch, [1]);
                batch = _rows.BeginBatch();
            }
        }

        if (point.Snapshot is { } snapshot)
        {
            ReadSnapshot(batch, cursor, snapshot.Records[at.Partition], offsets.LastStable, snapshot.Id);
        }

        _rows.Write(batch, [1]);
    }

    /// <summary>Takes the records of a snapshot, and not those that others wrote between them.</summary>
    private void ReadSnapshot(StateBatch batch, RecordCursor cursor, long records, long end, string id)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(id);
        while (records > 0 && cursor.MoveNext(end))
        {
            if (SnapshotHeaders.IdOf(cursor.Headers).SequenceEqual(wanted))
            {
                records--;
                Add(batch, cursor);
            }
        }
    }

    private static void Add(StateBatch batch, RecordCursor cursor)
    {
        if (cursor.HasKey && cursor.HasValue)
        {
            batch.Put(0, cursor.Key, cursor.Value, cursor.TimestampMs);
        }
        else if (cursor.HasKey)
        {
            batch.Delete(0, cursor.Key);
        }
    }
}
