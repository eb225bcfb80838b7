using Kappa.Graph;

namespace Kappa;

/// <summary>Joins that have a result where either side is missing.</summary>
public static class OuterJoins
{
    /// <summary>
    /// Joins two tables row by row: the result has the keys that one of them has, with null where the other has no row.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the table's rows.</typeparam>
    /// <typeparam name="TOther">Type of the other table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="table">The table.</param>
    /// <param name="other">The other table.</param>
    /// <param name="joiner">(row or null, other row or null) => result; one of them is there.</param>
    /// <param name="materialized">
    /// The store that keeps the result; without one there is none, unless a join needs it.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1013: a store's name is taken, or the table is another builder's.
    /// </exception>
    public static KTable<TKey, TResult> OuterJoin<TKey, TValue, TOther, TResult>(
        this KTable<TKey, TValue> table, KTable<TKey, TOther> other, Func<TValue?, TOther?, TResult> joiner,
        Materialized? materialized = null)
        where TValue : class
        where TOther : class
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(joiner);
        return table.Join(other, JoinKind.Outer, (_, left, right) => joiner(left, right), materialized);
    }
}
