using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Names the store that keeps a table, and says with which serdes. Immutable.</summary>
public sealed class Materialized
{
    private Materialized(string? name, SerdePair serdes, TimeSpan? retention = null, long? historyMs = null)
    {
        Name = name;
        Serdes = serdes;
        Retention = retention;
        HistoryMs = historyMs;
    }

    internal string? Name { get; }

    internal SerdePair Serdes { get; }

    internal TimeSpan? Retention { get; }

    /// <summary>How far back versions of rows are kept, in milliseconds; null where none are.</summary>
    internal long? HistoryMs { get; }

    /// <summary>Names the store; queries ask for it by this name.</summary>
    /// <param name="name">Name of the store: <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</param>
    /// <exception cref="KappaException">KAP1005: this cannot name a store.</exception>
    public static Materialized As(string name) => new(Names.CheckedStore(name), default);

    /// <summary>
    /// Names a store that keeps the versions of its rows: what a row was can be asked for, as far back as the history
    /// is kept, and a stream that is joined with the table finds the row as of its record's timestamp (KIP-889,
    /// KIP-914).
    /// </summary>
    /// <param name="name">Name of the store: <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</param>
    /// <param name="historyRetention">
    /// How far back from the latest timestamp of the table, in stream time; zero or more. An update that is older is
    /// dropped. Of each key the latest version is kept for ever.
    /// </param>
    /// <remarks>For tables of topics and streams, and for what Filter, MapValues and joins make of tables.</remarks>
    /// <exception cref="KappaException">
    /// KAP1005, KAP1091: this cannot name a store, or the history is negative.
    /// </exception>
    public static Materialized AsVersioned(string name, TimeSpan historyRetention) => new(
        Names.CheckedStore(name), default, null,
        historyRetention >= TimeSpan.Zero
            ? (long)historyRetention.TotalMilliseconds : throw JoinErrors.NegativeHistory(historyRetention));

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
        return new Materialized(Name, Serdes with { Key = serde }, Retention, HistoryMs);
    }

    /// <summary>The same with another serde for the values.</summary>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="serde">The serde.</param>
    public Materialized WithValueSerde<TValue>(ISerde<TValue> serde)
    {
        ArgumentNullException.ThrowIfNull(serde);
        return new Materialized(Name, Serdes with { Value = serde }, Retention, HistoryMs);
    }

    /// <summary>
    /// The same, with windows that can be queried for longer than records come for them; other stores keep all.
    /// </summary>
    /// <param name="retention">
    /// How long behind the newest window one is kept; size and grace, which is the default, or more.
    /// </param>
    public Materialized WithRetention(TimeSpan retention) => new(Name, Serdes, retention, HistoryMs);

    /// <summary>The store as it is wished.</summary>
    internal StoreSpec<TKey, TValue> Describe<TKey, TValue>(
        string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => HistoryMs is { } history
            ? new VersionedStoreSpec<TKey, TValue>(name, keySerde, valueSerde, history)
            : new StoreSpec<TKey, TValue>(name, keySerde, valueSerde);

    /// <summary>Refuses to keep versions of what has none.</summary>
    /// <param name="store">Name of the store.</param>
    /// <exception cref="KappaException">KAP1093: it was asked for.</exception>
    internal void RefuseVersions(string store)
    {
        if (HistoryMs is not null)
        {
            throw JoinErrors.NoVersions(store);
        }
    }
}
