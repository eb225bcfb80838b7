using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// Says whether a snapshot is in a topic whole or not at all, from the records alone and with nothing of what writes
/// snapshots.
/// </summary>
/// <remarks>
/// Whatever else was written, a snapshot that is there turns the table that lies before its first record, partition by
/// partition, into the dump, and has a record for each row that differs, and no other.
/// </remarks>
internal sealed class SnapshotJudge(IReadOnlyDictionary<string, string> dump, string id, int partitions)
{
    /// <summary>Judges.</summary>
    /// <param name="records">All records, those of a partition in order.</param>
    /// <param name="manifests">The ids of the snapshots that are remembered.</param>
    public SnapshotVerdict Judge(IReadOnlyList<SnapshotRecord> records, IReadOnlyList<string> manifests)
    {
        bool isThere = manifests.Contains(id);
        bool isLast = true;
        int count = 0;
        for (int partition = 0; partition < partitions; partition++)
        {
            (int own, bool isDump) = JudgePartition(
                [.. records.Where(record => record.Partition == partition)], partition, isThere);
            count += own;
            isLast &= isDump;
        }

        return new SnapshotVerdict(isThere, isLast, count);
    }

    private (int Own, bool IsDump) JudgePartition(SnapshotRecord[] records, int partition, bool isThere)
    {
        Dictionary<string, string> table = new(StringComparer.Ordinal);
        HashSet<string> differing = new(
            dump.Keys.Where(key => KeyPartitioner.Partition(System.Text.Encoding.UTF8.GetBytes(key), partitions)
                == partition), StringComparer.Ordinal);
        bool wasDump = differing.Count == 0;
        Dictionary<string, string>? expected = null; // What the snapshot has to do to each key, once it begins.
        HashSet<string> own = new(StringComparer.Ordinal);
        foreach (SnapshotRecord record in records)
        {
            if (record.Snapshot == id)
            {
                expected ??= differing.ToDictionary(key => key, key => OperationOf(key, table), StringComparer.Ordinal);
                Assert.True(own.Add(record.Key), $"Snapshot {id} has key {record.Key} twice.");
                Assert.True(
                    expected.TryGetValue(record.Key, out string? operation),
                    $"Snapshot {id} has a record of {record.Key}, which was as in the dump.");
                Assert.Equal((record.Key, operation, dump.GetValueOrDefault(record.Key)),
                    (record.Key, record.Operation, record.Value));
            }

            Apply(record, table, differing);
            wasDump |= differing.Count == 0;
        }

        Assert.True(
            isThere || own.Count == 0, $"Snapshot {id} has {own.Count} records in partition {partition}, no manifest.");
        Assert.True(
            !isThere || (expected is null ? wasDump : own.Count == expected.Count),
            $"Snapshot {id} has {own.Count} of {expected?.Count ?? differing.Count} records in partition {partition}.");
        return (own.Count, differing.Count == 0);
    }

    private string OperationOf(string key, Dictionary<string, string> table) =>
        !dump.ContainsKey(key) ? "delete" : table.ContainsKey(key) ? "update" : "insert";

    private void Apply(SnapshotRecord record, Dictionary<string, string> table, HashSet<string> differing)
    {
        table.Remove(record.Key);
        if (record.Value is not null)
        {
            table.Add(record.Key, record.Value);
        }

        if (dump.GetValueOrDefault(record.Key) == record.Value)
        {
            differing.Remove(record.Key);
        }
        else
        {
            differing.Add(record.Key);
        }
    }
}
