using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Joins of two streams in a window of time.</summary>
public static class StreamJoins
{
    /// <summary>
    /// Joins each record with those of the other stream that have its key and lie near it in time. Records without a
    /// key or a value are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TLeft">Type of the stream's values.</typeparam>
    /// <typeparam name="TRight">Type of the other stream's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="other">The other stream, or the same one.</param>
    /// <param name="joiner">(value, other value) => result, with the later timestamp of both.</param>
    /// <param name="windows">How near the records have to be.</param>
    /// <param name="joined">Name and serdes of the join.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1024: a name is taken, or the other stream is another builder's.
    /// </exception>
    public static KStream<TKey, TResult> Join<TKey, TLeft, TRight, TResult>(
        this KStream<TKey, TLeft> stream, KStream<TKey, TRight> other, Func<TLeft, TRight, TResult> joiner,
        JoinWindows windows, StreamJoined? joined = null)
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return StreamJoining.Join<TKey, TLeft, TRight, TResult>(
            stream, other, JoinKind.Inner, (_, left, right) => joiner(left!, right!), windows, joined);
    }

    /// <summary>
    /// Joins each record with those of the other stream that have its key and lie near it in time. Records without a
    /// key or a value are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TLeft">Type of the stream's values.</typeparam>
    /// <typeparam name="TRight">Type of the other stream's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="other">The other stream, or the same one.</param>
    /// <param name="joiner">(key, value, other value) => result, with the later timestamp of both.</param>
    /// <param name="windows">How near the records have to be.</param>
    /// <param name="joined">Name and serdes of the join.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1024: a name is taken, or the other stream is another builder's.
    /// </exception>
    public static KStream<TKey, TResult> Join<TKey, TLeft, TRight, TResult>(
        this KStream<TKey, TLeft> stream, KStream<TKey, TRight> other, Func<TKey, TLeft, TRight, TResult> joiner,
        JoinWindows windows, StreamJoined? joined = null)
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return StreamJoining.Join<TKey, TLeft, TRight, TResult>(
            stream, other, JoinKind.Inner, (key, left, right) => joiner(key, left!, right!), windows, joined);
    }

    /// <summary>
    /// Joins each record with those of the other stream that have its key and lie near it in time. A record of the
    /// stream without any has a result with null, when none can come any more; one without a key has it at once. Other
    /// records without a key or a value are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TLeft">Type of the stream's values.</typeparam>
    /// <typeparam name="TRight">Type of the other stream's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="other">The other stream.</param>
    /// <param name="joiner">(value, other value or null) => result, with the later timestamp of both.</param>
    /// <param name="windows">How near the records have to be.</param>
    /// <param name="joined">Name and serdes of the join.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1024: a name is taken, or the other stream is another builder's.
    /// </exception>
    public static KStream<TKey, TResult> LeftJoin<TKey, TLeft, TRight, TResult>(
        this KStream<TKey, TLeft> stream, KStream<TKey, TRight> other, Func<TLeft, TRight?, TResult> joiner,
        JoinWindows windows, StreamJoined? joined = null)
        where TRight : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return StreamJoining.Join<TKey, TLeft, TRight, TResult>(
            stream, other, JoinKind.Left, (_, left, right) => joiner(left!, right), windows, joined);
    }

    /// <summary>
    /// Joins each record with those of the other stream that have its key and lie near it in time. A record of the
    /// stream without any has a result with null, when none can come any more; one without a key has it at once. Other
    /// records without a key or a value are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TLeft">Type of the stream's values.</typeparam>
    /// <typeparam name="TRight">Type of the other stream's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="other">The other stream.</param>
    /// <param name="joiner">(key, value, other value or null) => result, with the later timestamp of both.</param>
    /// <param name="windows">How near the records have to be.</param>
    /// <param name="joined">Name and serdes of the join.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1024: a name is taken, or the other stream is another builder's.
    /// </exception>
    public static KStream<TKey, TResult> LeftJoin<TKey, TLeft, TRight, TResult>(
        this KStream<TKey, TLeft> stream, KStream<TKey, TRight> other, Func<TKey, TLeft, TRight?, TResult> joiner,
        JoinWindows windows, StreamJoined? joined = null)
        where TRight : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return StreamJoining.Join<TKey, TLeft, TRight, TResult>(
            stream, other, JoinKind.Left, (key, left, right) => joiner(key, left!, right), windows, joined);
    }

    /// <summary>
    /// Joins each record with those of the other stream that have its key and lie near it in time. A record of either
    /// stream without any has a result with null, when none can come any more; one without a key has it at once.
    /// Records without a value are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TLeft">Type of the stream's values.</typeparam>
    /// <typeparam name="TRight">Type of the other stream's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="other">The other stream.</param>
    /// <param name="joiner">(value or null, other value or null) => result, with the later timestamp of both.</param>
    /// <param name="windows">How near the records have to be.</param>
    /// <param name="joined">Name and serdes of the join.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1024: a name is taken, or the other stream is another builder's.
    /// </exception>
    public static KStream<TKey, TResult> OuterJoin<TKey, TLeft, TRight, TResult>(
        this KStream<TKey, TLeft> stream, KStream<TKey, TRight> other, Func<TLeft?, TRight?, TResult> joiner,
        JoinWindows windows, StreamJoined? joined = null)
        where TLeft : class
        where TRight : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return StreamJoining.Join<TKey, TLeft, TRight, TResult>(
            stream, other, JoinKind.Outer, (_, left, right) => joiner(left, right), windows, joined);
    }

    /// <summary>
    /// Joins each record with those of the other stream that have its key and lie near it in time. A record of either
    /// stream without any has a result with null, when none can come any more; one without a key has it at once.
    /// Records without a value are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TLeft">Type of the stream's values.</typeparam>
    /// <typeparam name="TRight">Type of the other stream's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="other">The other stream.</param>
    /// <param name="joiner">(key, value or null, other value or null) => result, with their later timestamp.</param>
    /// <param name="windows">How near the records have to be.</param>
    /// <param name="joined">Name and serdes of the join.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1024: a name is taken, or the other stream is another builder's.
    /// </exception>
    public static KStream<TKey, TResult> OuterJoin<TKey, TLeft, TRight, TResult>(
        this KStream<TKey, TLeft> stream, KStream<TKey, TRight> other, Func<TKey, TLeft?, TRight?, TResult> joiner,
        JoinWindows windows, StreamJoined? joined = null)
        where TLeft : class
        where TRight : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return StreamJoining.Join<TKey, TLeft, TRight, TResult>(
            stream, other, JoinKind.Outer, joiner, windows, joined);
    }
}
