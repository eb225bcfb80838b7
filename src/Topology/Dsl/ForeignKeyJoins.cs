using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Joins of a table with another one, whose keys its rows name.</summary>
/// <remarks>
/// Functions must be pure: the same arguments, the same result, for a replay gives them the same rows again.
/// </remarks>
public static class ForeignKeyJoins
{
    /// <summary>
    /// Joins each row with the row of another table that it names: the result has this table's keys, where there is
    /// such a row.
    /// </summary>
    /// <typeparam name="TKey">Type of this table's keys.</typeparam>
    /// <typeparam name="TValue">Type of this table's rows.</typeparam>
    /// <typeparam name="TForeign">Type of the other table's keys.</typeparam>
    /// <typeparam name="TOther">Type of the other table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="table">This table.</param>
    /// <param name="other">The other table; it may be this one.</param>
    /// <param name="foreignKeyExtractor">row => key of the other table; null for none.</param>
    /// <param name="joiner">(row, other row) => result; null for none.</param>
    /// <param name="materialized">
    /// The store that keeps the result; the default derives its name from both tables'.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1013: a store's name is taken, or the other table is another builder's.
    /// </exception>
    public static KTable<TKey, TResult> Join<TKey, TValue, TForeign, TOther, TResult>(
        this KTable<TKey, TValue> table, KTable<TForeign, TOther> other,
        Func<TValue, TForeign?> foreignKeyExtractor, Func<TValue, TOther, TResult> joiner,
        Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(foreignKeyExtractor);
        return table.Join(other, (_, row) => foreignKeyExtractor(row), joiner, materialized);
    }

    /// <summary>
    /// Joins each row with the row of another table that it names: the result has this table's keys, where there is
    /// such a row.
    /// </summary>
    /// <typeparam name="TKey">Type of this table's keys.</typeparam>
    /// <typeparam name="TValue">Type of this table's rows.</typeparam>
    /// <typeparam name="TForeign">Type of the other table's keys.</typeparam>
    /// <typeparam name="TOther">Type of the other table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="table">This table.</param>
    /// <param name="other">The other table; it may be this one.</param>
    /// <param name="foreignKeyExtractor">(key, row) => key of the other table; null for none.</param>
    /// <param name="joiner">(row, other row) => result; null for none.</param>
    /// <param name="materialized">
    /// The store that keeps the result; the default derives its name from both tables'.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1013: a store's name is taken, or the other table is another builder's.
    /// </exception>
    public static KTable<TKey, TResult> Join<TKey, TValue, TForeign, TOther, TResult>(
        this KTable<TKey, TValue> table, KTable<TForeign, TOther> other,
        Func<TKey, TValue, TForeign?> foreignKeyExtractor, Func<TValue, TOther, TResult> joiner,
        Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return new ForeignKeyJoin<TKey, TValue, TForeign, TOther>(table, other, foreignKeyExtractor, JoinKind.Inner)
            .Result<TResult>((_, row, foreign) => joiner(row, foreign!), materialized);
    }

    /// <summary>
    /// Joins each row with the row of another table that it names: the result has this table's keys, with null where
    /// there is no such row.
    /// </summary>
    /// <typeparam name="TKey">Type of this table's keys.</typeparam>
    /// <typeparam name="TValue">Type of this table's rows.</typeparam>
    /// <typeparam name="TForeign">Type of the other table's keys.</typeparam>
    /// <typeparam name="TOther">Type of the other table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="table">This table.</param>
    /// <param name="other">The other table; it may be this one.</param>
    /// <param name="foreignKeyExtractor">row => key of the other table; null for none.</param>
    /// <param name="joiner">(row, other row or null) => result; null for none.</param>
    /// <param name="materialized">
    /// The store that keeps the result; the default derives its name from both tables'.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1013: a store's name is taken, or the other table is another builder's.
    /// </exception>
    public static KTable<TKey, TResult> LeftJoin<TKey, TValue, TForeign, TOther, TResult>(
        this KTable<TKey, TValue> table, KTable<TForeign, TOther> other,
        Func<TValue, TForeign?> foreignKeyExtractor, Func<TValue, TOther?, TResult> joiner,
        Materialized? materialized = null)
        where TOther : class
    {
        ArgumentNullException.ThrowIfNull(foreignKeyExtractor);
        return table.LeftJoin(other, (_, row) => foreignKeyExtractor(row), joiner, materialized);
    }

    /// <summary>
    /// Joins each row with the row of another table that it names: the result has this table's keys, with null where
    /// there is no such row.
    /// </summary>
    /// <typeparam name="TKey">Type of this table's keys.</typeparam>
    /// <typeparam name="TValue">Type of this table's rows.</typeparam>
    /// <typeparam name="TForeign">Type of the other table's keys.</typeparam>
    /// <typeparam name="TOther">Type of the other table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="table">This table.</param>
    /// <param name="other">The other table; it may be this one.</param>
    /// <param name="foreignKeyExtractor">(key, row) => key of the other table; null for none.</param>
    /// <param name="joiner">(row, other row or null) => result; null for none.</param>
    /// <param name="materialized">
    /// The store that keeps the result; the default derives its name from both tables'.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1013: a store's name is taken, or the other table is another builder's.
    /// </exception>
    public static KTable<TKey, TResult> LeftJoin<TKey, TValue, TForeign, TOther, TResult>(
        this KTable<TKey, TValue> table, KTable<TForeign, TOther> other,
        Func<TKey, TValue, TForeign?> foreignKeyExtractor, Func<TValue, TOther?, TResult> joiner,
        Materialized? materialized = null)
        where TOther : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return new ForeignKeyJoin<TKey, TValue, TForeign, TOther>(table, other, foreignKeyExtractor, JoinKind.Left)
            .Result<TResult>((_, row, foreign) => joiner(row, foreign), materialized);
    }
}
