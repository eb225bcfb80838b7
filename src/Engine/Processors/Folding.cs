using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>How records are folded into a total, whether it is that of a key or of a window.</summary>
/// <param name="fold">What the user said.</param>
/// <param name="check">Looks for totals that are changed in place; null where none can be.</param>
internal sealed class Folding<TKey, TValue, TTotal>(Fold<TKey, TValue, TTotal> fold, TotalCheck<TTotal>? check)
{
    // Asked first: the runtime puts a number into a box to see that it is not null, unless it optimises that away.
    private static readonly bool CanBeNull = default(TTotal) is null;

    /// <summary>Whether a record can be added.</summary>
    public bool Takes(in Record<TKey, TValue> record) => fold.Takes(record.HasValue);

    /// <summary>Folds a record in.</summary>
    /// <param name="record">The record.</param>
    /// <param name="row">The row as it is.</param>
    /// <param name="timestampMs">Receives the total's timestamp, the highest that went in.</param>
    public TTotal Add(in Record<TKey, TValue> record, in StoreRow<TTotal> row, out long timestampMs)
    {
        timestampMs = row.Exists ? Math.Max(row.TimestampMs, record.TimestampMs) : record.TimestampMs;
        return Add(record, row.Value!, row.Exists);
    }

    /// <summary>Folds a record into a total, or begins one.</summary>
    /// <param name="record">The record.</param>
    /// <param name="total">The total.</param>
    /// <param name="exists">Whether there is one.</param>
    public TTotal Add(in Record<TKey, TValue> record, TTotal total, bool exists)
    {
        if (fold.First is { } first && (!exists || (CanBeNull && total is null)))
        {
            return first(record.Value!);
        }

        TTotal given = exists ? total : fold.Initializer!();
        return check is not null && check.IsDue()
            ? check.Fold(fold.Aggregator, record.Key!, record.Value!, given, !exists)
            : fold.Aggregator(record.Key!, record.Value!, given);
    }

    /// <summary>The total of two stretches of records.</summary>
    /// <param name="key">Their key.</param>
    /// <param name="total">The total of the earlier ones.</param>
    /// <param name="exists">Whether there is one yet; without one it is what a total begins with.</param>
    /// <param name="later">The total of the later ones.</param>
    public TTotal Merge(TKey key, TTotal? total, bool exists, TTotal later)
    {
        if (fold.Initializer is { } initializer)
        {
            return fold.Merger!(key, exists ? total! : initializer(), later);
        }

        return !exists || (CanBeNull && total is null) ? later : fold.Merger!(key, total!, later);
    }
}
