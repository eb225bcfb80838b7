using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>How records are folded into a total, whether it is that of a key or of a window.</summary>
/// <param name="initializer">Makes the total that a row begins with.</param>
/// <param name="aggregator">(key, value, total) => new total; null removes the row.</param>
/// <param name="check">Looks for totals that are changed in place; null where none can be.</param>
internal sealed class Folding<TKey, TValue, TTotal>(
    Func<TTotal> initializer, Func<TKey, TValue, TTotal, TTotal> aggregator, TotalCheck<TTotal>? check)
{
    /// <summary>Folds a record in.</summary>
    /// <param name="record">The record.</param>
    /// <param name="row">The row as it is.</param>
    /// <param name="timestampMs">Receives the total's timestamp, the highest that went in.</param>
    public TTotal Add(in Record<TKey, TValue> record, in StoreRow<TTotal> row, out long timestampMs)
    {
        TTotal given = row.Exists ? row.Value! : initializer();
        timestampMs = row.Exists ? Math.Max(row.TimestampMs, record.TimestampMs) : record.TimestampMs;
        return check is not null && check.IsDue()
            ? check.Fold(aggregator, record.Key!, record.Value!, given, !row.Exists)
            : aggregator(record.Key!, record.Value!, given);
    }
}
