using Kappa.Building;

namespace Kappa;

/// <summary>
/// Says how two streams are joined: the name of what the join keeps and of the exchanges that it may need, and serdes.
/// Immutable.
/// </summary>
public sealed class StreamJoined
{
    private StreamJoined(string? name, object? keySerde, object? leftSerde, object? rightSerde) =>
        (Name, Left, Right) = (name, new SerdePair(keySerde, leftSerde), new SerdePair(keySerde, rightSerde));

    internal string? Name { get; }

    internal SerdePair Left { get; }

    internal SerdePair Right { get; }

    /// <summary>
    /// Names the join: its stores, and the exchanges that it may need, are called <c>NAME-left</c>, <c>NAME-right</c>
    /// and so on.
    /// </summary>
    /// <param name="name">Name of the join: <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</param>
    /// <exception cref="KappaException">KAP1005: this cannot name stores.</exception>
    public static StreamJoined As(string name) => new(Names.CheckedStore(name), null, null, null);

    /// <summary>Keeps and moves the streams with these serdes.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TLeft">Type of the stream's values.</typeparam>
    /// <typeparam name="TRight">Type of the other stream's values.</typeparam>
    /// <param name="keySerde">Serde of the keys; null for that of the streams.</param>
    /// <param name="leftSerde">Serde of the stream's values; null for its own.</param>
    /// <param name="rightSerde">Serde of the other stream's values; null for its own.</param>
    public static StreamJoined With<TKey, TLeft, TRight>(
        ISerde<TKey>? keySerde, ISerde<TLeft>? leftSerde, ISerde<TRight>? rightSerde) =>
        new(null, keySerde, leftSerde, rightSerde);

    /// <summary>The same with a name.</summary>
    /// <param name="name">Name of the join: <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</param>
    /// <exception cref="KappaException">KAP1005: this cannot name stores.</exception>
    public StreamJoined WithName(string name) => new(Names.CheckedStore(name), Left.Key, Left.Value, Right.Value);
}
