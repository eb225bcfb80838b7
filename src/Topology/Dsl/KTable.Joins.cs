using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

public sealed partial class KTable<TKey, TValue>
{
    /// <summary>Joins two tables row by row: the result has the keys that both have.</summary>
    /// <typeparam name="TOther">Type of the other table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="other">The other table.</param>
    /// <param name="joiner">(row, other row) => result.</param>
    /// <param name="materialized">
    /// The store that keeps the result; without one there is none, unless a join needs it.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1013: a store's name is taken, or the table is another builder's.
    /// </exception>
    public KTable<TKey, TResult> Join<TOther, TResult>(
        KTable<TKey, TOther> other, Func<TValue, TOther, TResult> joiner, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join(other, JoinKind.Inner, (_, left, right) => joiner(left!, right!), materialized);
    }

    /// <summary>
    /// Joins two tables row by row: the result has this table's keys, with null where the other has no row.
    /// </summary>
    /// <typeparam name="TOther">Type of the other table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="other">The other table.</param>
    /// <param name="joiner">(row, other row or null) => result.</param>
    /// <param name="materialized">
    /// The store that keeps the result; without one there is none, unless a join needs it.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1013: a store's name is taken, or the table is another builder's.
    /// </exception>
    public KTable<TKey, TResult> LeftJoin<TOther, TResult>(
        KTable<TKey, TOther> other, Func<TValue, TOther?, TResult> joiner, Materialized? materialized = null)
        where TOther : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join(other, JoinKind.Left, (_, left, right) => joiner(left!, right), materialized);
    }

    internal KTable<TKey, TResult> Join<TOther, TResult>(
        KTable<TKey, TOther> other, JoinKind kind, Func<TKey, TValue?, TOther?, TResult> joiner,
        Materialized? materialized)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.ThrowIfNotOf(_draft);
        string operation = kind.Operation;
        StoreSpec<TKey, TValue> left = Materialise();
        StoreSpec<TKey, TOther> right = other.Materialise();
        TableResult<TKey, TResult> result = Result<TResult>($"{_root}-{other._root}-{operation}", materialized, null);
        var node = new TableTableJoinNode<TKey, TValue, TOther, TResult>(
            NameOf(operation), Node, other.Node, left, right, kind, joiner, result.Store);
        return result.Table(_draft, node);
    }
}
