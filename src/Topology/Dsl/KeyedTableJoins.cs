using Kappa.Graph;

namespace Kappa;

/// <summary>Joins of a stream with a table whose function sees the key too.</summary>
public static class KeyedTableJoins
{
    /// <summary>
    /// Joins each record with the table's row of its key; records without one, or without a value, are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the stream's values.</typeparam>
    /// <typeparam name="TTable">Type of the table's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="table">The table. Its updates give no results: only the stream's records do.</param>
    /// <param name="joiner">(key, value, row) => result.</param>
    /// <param name="joined">Name of the exchange, if the key was changed, and the stream's serdes.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1013 or KAP1020: a name is taken, or the table is another builder's. KAP1090, KAP1092: it is to wait
    /// for late updates, and the table keeps no versions, or not for so long.
    /// </exception>
    public static KStream<TKey, TResult> Join<TKey, TValue, TTable, TResult>(
        this KStream<TKey, TValue> stream, KTable<TKey, TTable> table, Func<TKey, TValue, TTable, TResult> joiner,
        Joined? joined = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(joiner);
        return stream.Join<TTable, TResult>(
            table, JoinKind.Inner, (key, value, row) => joiner(key, value, row!), joined);
    }

    /// <summary>
    /// Joins each record with the table's row of its key, or with null where there is none; records without a value are
    /// dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the stream's values.</typeparam>
    /// <typeparam name="TTable">Type of the table's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="table">The table. Its updates give no results: only the stream's records do.</param>
    /// <param name="joiner">(key, value, row or null) => result; a record without a key has the default key.</param>
    /// <param name="joined">Name of the exchange, if the key was changed, and the stream's serdes.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1013 or KAP1020: a name is taken, or the table is another builder's. KAP1090, KAP1092: it is to wait
    /// for late updates, and the table keeps no versions, or not for so long.
    /// </exception>
    public static KStream<TKey, TResult> LeftJoin<TKey, TValue, TTable, TResult>(
        this KStream<TKey, TValue> stream, KTable<TKey, TTable> table, Func<TKey, TValue, TTable?, TResult> joiner,
        Joined? joined = null)
        where TTable : class
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(joiner);
        return stream.Join(table, JoinKind.Left, joiner, joined);
    }
}
