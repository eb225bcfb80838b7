using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Keeps the rows of a derived table, with their versions, on their way on.</summary>
internal sealed class VersionedRowsProcessor<TKey, TValue>(
    VersionedStore<TKey, TValue> store, Processor<TKey, Change<TValue>> next) : Processor<TKey, Change<TValue>>
    where TKey : notnull
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        Change<TValue> change = record.Value;
        VersionPut put = store.Put(record.Key!, change.New, change.HasNew, record.TimestampMs);
        store.Expire(VersionedTableProcessor<TKey, TValue>.RowsToExpire, record.TimestampMs);
        if (put != VersionPut.TooOld)
        {
            next.Process(new Record<TKey, Change<TValue>>(
                record.Key, true, change with { IsLate = put == VersionPut.Older }, true, record.TimestampMs));
        }
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
