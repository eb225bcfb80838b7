using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>
/// Says how a stream is spread anew over partitions: over how many, the name of the exchange, and the serdes.
/// Immutable.
/// </summary>
public sealed class Repartitioned
{
    /// <summary>As many as a topic may have.</summary>
    internal const int MaxPartitions = 10_000;

    private readonly Delegate? _partitioner;

    private Repartitioned(
        string? name, SerdePair serdes, int? partitions, Delegate? partitioner = null, Node? partitionsOf = null)
    {
        Name = name;
        Serdes = serdes;
        Partitions = partitions;
        PartitionsOf = partitionsOf;
        _partitioner = partitioner;
    }

    internal string? Name { get; }

    internal SerdePair Serdes { get; }

    internal int? Partitions { get; }

    internal Node? PartitionsOf { get; }

    /// <summary>Names the exchange.</summary>
    /// <param name="name">Name of the exchange: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <exception cref="KappaException">KAP1007: this cannot name an exchange.</exception>
    public static Repartitioned As(string name) => new(Names.CheckedExchange(name), default, null);

    /// <summary>Spreads the stream with these serdes.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="keySerde">Serde of the keys; null for the default one of the type.</param>
    /// <param name="valueSerde">Serde of the values; null for the default one of the type.</param>
    public static Repartitioned With<TKey, TValue>(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde) =>
        new(null, new SerdePair(keySerde, valueSerde), null);

    /// <summary>Spreads the stream over this many partitions.</summary>
    /// <param name="partitions">1 to 10,000.</param>
    /// <exception cref="KappaException">KAP1029: the number is outside that range.</exception>
    public static Repartitioned Over(int partitions) => new(null, default, Checked(partitions));

    /// <summary>The same with a name for the exchange.</summary>
    /// <param name="name">Name of the exchange: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <exception cref="KappaException">KAP1007: this cannot name an exchange.</exception>
    public Repartitioned WithName(string name) =>
        new(Names.CheckedExchange(name), Serdes, Partitions, _partitioner, PartitionsOf);

    /// <summary>The same over this many partitions.</summary>
    /// <param name="partitions">1 to 10,000.</param>
    /// <exception cref="KappaException">KAP1029: the number is outside that range.</exception>
    public Repartitioned WithPartitions(int partitions) =>
        new(Name, Serdes, Checked(partitions), _partitioner);

    /// <summary>The same over as many partitions as another stream of the topology has.</summary>
    /// <typeparam name="TKey">Type of the other stream's keys.</typeparam>
    /// <typeparam name="TValue">Type of its values.</typeparam>
    /// <param name="other">The other stream: what it is joined with, or what a table output is to lie like.</param>
    public Repartitioned WithPartitionsOf<TKey, TValue>(KStream<TKey, TValue> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Repartitioned(Name, Serdes, null, _partitioner, other.Output.Node);
    }

    /// <summary>Spreads the stream by a partitioner.</summary>
    /// <inheritdoc cref="WithStreamPartitioner{TKey,TValue}"/>
    public static Repartitioned StreamPartitioner<TKey, TValue>(StreamPartitioner<TKey, TValue> partitioner) =>
        new Repartitioned(null, default, null).WithStreamPartitioner(partitioner);

    /// <summary>The same by a partitioner.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="partitioner">
    /// Chooses the tasks of each record; pure. Records lie where it says, not with the owner of their key, so that what
    /// needs the key further on moves them again; <c>Process</c> takes them where they are.
    /// </param>
    public Repartitioned WithStreamPartitioner<TKey, TValue>(StreamPartitioner<TKey, TValue> partitioner)
    {
        ArgumentNullException.ThrowIfNull(partitioner);
        return new Repartitioned(Name, Serdes, Partitions, partitioner, PartitionsOf);
    }

    /// <summary>The partitioner for a stream; null where there is none.</summary>
    /// <exception cref="KappaException">KAP1042: it is one for other types.</exception>
    internal StreamPartitioner<TKey, TValue>? PartitionerFor<TKey, TValue>(string where) => _partitioner switch
    {
        null => null,
        StreamPartitioner<TKey, TValue> partitioner => partitioner,
        _ => throw OutputErrors.PartitionerOfOtherType(
            where, typeof(StreamPartitioner<TKey, TValue>), _partitioner.GetType()),
    };

    private static int Checked(int partitions) =>
        partitions is >= 1 and <= MaxPartitions ? partitions : throw TopologyErrors.BadPartitions(partitions);
}
