using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Keeps records as a table with versions: an update that is older than the latest goes on as one that is late, and one
/// that is older than the history is dropped (semantics.md 2.11).
/// </summary>
internal sealed class VersionedTableProcessor<TKey, TValue>(
    VersionedStore<TKey, TValue> store, Processor<TKey, Change<TValue>> next) : Processor<TKey, TValue>
    where TKey : notnull
{
    /// <summary>More than a record can end, so that a jump of time is worked off while records come.</summary>
    public const int RowsToExpire = 64;

    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey)
        {
            return;
        }

        StoreRow<TValue> row = store.Latest(record.Key!);
        VersionPut put = store.Put(record.Key!, record.Value, record.HasValue, record.TimestampMs);
        store.Expire(RowsToExpire, record.TimestampMs);
        if (put != VersionPut.TooOld)
        {
            next.Process(new Record<TKey, Change<TValue>>(
                record.Key, true,
                new Change<TValue>(record.Value, record.HasValue, row.Value, row.Exists)
                {
                    IsLate = put == VersionPut.Older,
                },
                true, record.TimestampMs));
        }
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
