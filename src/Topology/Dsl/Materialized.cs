using Kappa.Building;

namespace Kappa;

/// <summary>Names the store that keeps a table, and says with which serdes. Immutable.</summary>
public sealed class Materialized
{
    private Materialized(string? name, SerdePair serdes, TimeSpan? retention = null)
    {
        Name = name;
        Serdes = serdes;
        Retention = retention;
    }

    internal string? Name { get; }

    internal SerdePair Serdes { get; }

    internal TimeSpan? Retention { get; }

    /// <summary>Names the store; queries ask for it by this name.</summary>
    /// <param name="name">Name of the store: <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</param>
    /// <exception cref="KappaException">KAP1005: this cannot name a store.</exception>
    public static Materialized As(string name) => new(Names.CheckedStore(name), default);

    /// <summary>Keeps the table with these serdes, under a derived name.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="keySerde">Serde of the keys; null for the default one of the type.</param>
    /// <param name="valueSerde">Serde of the values; null for the default one of the type.</param>
    public static Materialized With<TKey, TValue>(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde) =>
        new(null, new SerdePair(keySerde, valueSerde));

    /// <summary>The same with another serde for the keys.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <param name="serde">The serde.</param>
    public Materialized WithKeySerde<TKey>(ISerde<TKey> serde)
    {
        ArgumentNullException.ThrowIfNull(serde);
        return new Materialized(Name, Serdes with { Key = serde }, Retention);
    }

    /// <summary>The same with another serde for the values.</summary>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="serde">The serde.</param>
    public Materialized WithValueSerde<TValue>(ISerde<TValue> serde)
    {
        ArgumentNullException.ThrowIfNull(serde);
        return new Materialized(Name, Serdes with { Value = serde }, Retention);
    }

    /// <summary>
    /// The same, with windows that can be queried for longer than records come for them; other stores keep all.
    /// </summary>
    /// <param name="retention">
    /// How long behind the newest window one is kept; size and grace, which is the default, or more.
    /// </param>
    public Materialized WithRetention(TimeSpan retention) => new(Name, Serdes, retention);
}
