using Kappa.Building;

namespace Kappa;

/// <summary>
/// Says how a stream is joined: the name of the exchange, if one is needed, and its serdes. Immutable.
/// </summary>
public sealed class Joined
{
    private Joined(string? name, SerdePair serdes, long? graceMs = null)
    {
        Name = name;
        Serdes = serdes;
        GraceMs = graceMs;
    }

    internal string? Name { get; }

    internal SerdePair Serdes { get; }

    /// <summary>How long records wait for late updates of a table, in milliseconds; null for not at all.</summary>
    internal long? GraceMs { get; }

    /// <summary>Names the exchange that the join may need.</summary>
    /// <param name="name">Name of the exchange: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <exception cref="KappaException">KAP1007: this cannot name an exchange.</exception>
    public static Joined As(string name) => new(Names.CheckedExchange(name), default);

    /// <summary>Moves the stream with these serdes.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the stream's values.</typeparam>
    /// <param name="keySerde">Serde of the keys; null for the default one of the type.</param>
    /// <param name="valueSerde">Serde of the values; null for the default one of the type.</param>
    public static Joined With<TKey, TValue>(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde) =>
        new(null, new SerdePair(keySerde, valueSerde));

    /// <summary>The same with a name for the exchange.</summary>
    /// <param name="name">Name of the exchange: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <exception cref="KappaException">KAP1007: this cannot name an exchange.</exception>
    public Joined WithName(string name) => new(Names.CheckedExchange(name), Serdes, GraceMs);

    /// <summary>
    /// The same, with records that wait for late updates of the table, which keeps versions: a record is joined with
    /// the row as of its timestamp when stream time has passed that by the grace, and one that comes later still at
    /// once (KIP-923).
    /// </summary>
    /// <param name="grace">
    /// How long, in stream time of the stream; zero or more, and not more than the table's history.
    /// </param>
    /// <exception cref="KappaException">KAP1094: it is negative.</exception>
    public Joined WithGracePeriod(TimeSpan grace) => new(
        Name, Serdes,
        grace >= TimeSpan.Zero ? (long)grace.TotalMilliseconds : throw JoinErrors.NegativeWait(grace));
}
