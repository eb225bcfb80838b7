using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Lets what is newer than the table's row through, of captured changes and of snapshots (semantics.md 2.21).
/// </summary>
/// <remarks>
/// Within one origin the order of the log counts; between the two the time does, and of equal times the captured
/// change. So the table is the same in whatever order the two topics come together.
/// </remarks>
/// <param name="table">The table; a row in it that <paramref name="origins"/> does not know is of a snapshot.</param>
/// <param name="origins">The origin of captured rows and of deletions, and as timestamps what time they are of.</param>
/// <param name="origin">Where this one's records come from: <see cref="Captured"/> or <see cref="Snapshot"/>.</param>
/// <param name="next">Takes what is newer.</param>
internal sealed class NewerRowsProcessor<TKey, TValue>(
    KeyValueStore<TKey, TValue> table, KeyValueStore<TKey, string> origins, string origin,
    Processor<TKey, TValue> next) : Processor<TKey, TValue>
    where TKey : notnull
{
    public const string Captured = "captured";
    public const string Snapshot = "snapshot";

    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey)
        {
            return;
        }

        TKey key = record.Key!;
        int slot = origins.Find(key);
        StoreRow<string> known = origins.Row(slot);
        if (!known.Exists && table.Row(table.Find(key)) is { Exists: true } row)
        {
            known = new StoreRow<string> { Value = Snapshot, TimestampMs = row.TimestampMs, Exists = true };
        }

        bool isSameOrigin = known.Value == origin;
        if (known.Exists && !isSameOrigin && !IsNewer(record.TimestampMs, known.TimestampMs))
        {
            return;
        }

        long timestamp = isSameOrigin ? Math.Max(known.TimestampMs, record.TimestampMs) : record.TimestampMs;
        if (origin == Snapshot && record.HasValue)
        {
            origins.Delete(slot, timestamp);
        }
        else
        {
            origins.Put(slot, origin, timestamp);
        }

        next.Process(new Record<TKey, TValue>(key, true, record.Value, record.HasValue, timestamp));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(origins);
        rows.Add(table);
        next.AddKeyedRows(rows);
    }

    private bool IsNewer(long timestampMs, long knownMs) =>
        timestampMs > knownMs || (timestampMs == knownMs && origin == Captured);
}
