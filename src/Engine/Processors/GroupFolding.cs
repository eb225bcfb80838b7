using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>How the rows of a group are folded into its total, with what looks after the functions.</summary>
/// <param name="fold">The functions.</param>
/// <param name="check">Looks for totals that are changed in place; null where none can be.</param>
internal sealed class GroupFolding<TKey, TValue, TTotal>(
    GroupFold<TKey, TValue, TTotal> fold, TotalCheck<TTotal>? check)
{
    /// <summary>The total of a group that has this row alone.</summary>
    public TTotal First(TKey key, TValue row) => fold.First is { } first
        ? first(row) : Call(fold.Adder, key, row, fold.Initializer!(), isFirst: true);

    public TTotal Add(TKey key, TValue row, TTotal total) => Call(fold.Adder, key, row, total, isFirst: false);

    public TTotal Subtract(TKey key, TValue row, TTotal total) =>
        Call(fold.Subtractor, key, row, total, isFirst: false);

    private TTotal Call(
        Func<TKey, TValue, TTotal, TTotal> function, TKey key, TValue row, TTotal total, bool isFirst) =>
        check is not null && check.IsDue()
            ? check.Fold(function, key, row, total, isFirst) : function(key, row, total);
}
