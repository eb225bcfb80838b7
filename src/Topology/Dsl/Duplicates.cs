using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Drops records of a stream that were there before.</summary>
public static class Duplicates
{
    /// <summary>Drops a record where one of its key went on that lies near it in time.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">
    /// The stream. Its records move to the task that owns their key, if the key was changed.
    /// </param>
    /// <param name="within">How far apart, before or after, duplicates lie at most; zero or more.</param>
    /// <param name="materialized">
    /// Name of the store that remembers which records went on, and serde of the keys; the default derives the name from
    /// the stream's.
    /// </param>
    /// <remarks>
    /// Of what goes on, no two records of one key lie <paramref name="within"/> or less apart. A record that is later
    /// than that behind the highest timestamp that came is dropped as late, and one without a key too. What was
    /// forgotten is decided by the time of records alone, so that a replay drops the same.
    /// </remarks>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020: a name is taken. KAP1088: duplicates cannot lie so far apart. KAP1093: it keeps no versions.
    /// </exception>
    public static KStream<TKey, TValue> DropDuplicates<TKey, TValue>(
        this KStream<TKey, TValue> stream, TimeSpan within, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ISerde<TKey> keySerde = stream.KeyOf(materialized);
        return stream.Drop<TKey, TValue, TKey>(
            (key, _, _, out identity) =>
            {
                identity = key;
                return true;
            },
            isByKey: true, keySerde, keySerde, within, materialized);
    }

    /// <summary>Drops a record where one of its key and its id went on that lies near it in time.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <typeparam name="TId">Type of the ids.</typeparam>
    /// <param name="stream">
    /// The stream. Its records move to the task that owns their key, if the key was changed.
    /// </param>
    /// <param name="id">
    /// (key, value) => what the records of a key are told apart by; pure. A record whose id is null is dropped.
    /// </param>
    /// <param name="within">How far apart, before or after, duplicates lie at most; zero or more.</param>
    /// <param name="materialized">
    /// Name of the store that remembers which records went on, and serde of the keys; the default derives the name from
    /// the stream's.
    /// </param>
    /// <param name="idSerde">Serde of the ids; null for the usual one of the type.</param>
    /// <remarks>
    /// Of what goes on, no two records of one key and id lie <paramref name="within"/> or less apart. Ids of different
    /// keys are different: to tell records apart whatever their key is, make the id the key first. A record that is
    /// later than that behind the highest timestamp that came is dropped as late, and one without a key too, and one
    /// without a value where values are structs.
    /// </remarks>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020: a name is taken. KAP1088: duplicates cannot lie so far apart. KAP1093: it keeps no versions.
    /// </exception>
    public static KStream<TKey, TValue> DropDuplicates<TKey, TValue, TId>(
        this KStream<TKey, TValue> stream, Func<TKey, TValue, TId> id, TimeSpan within,
        Materialized? materialized = null, ISerde<TId>? idSerde = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(id);
        ISerde<TKey> keySerde = stream.KeyOf(materialized);
        return stream.Drop<TKey, TValue, Occurrence<TKey, TId>>(
            (key, value, hasValue, out identity) =>
            {
                bool isUnseen = !hasValue && default(TValue) is not null;
                TId? found = isUnseen ? default : id(key, value!);
                identity = isUnseen || found is null ? default : new Occurrence<TKey, TId>(key, found);
                return !isUnseen && found is not null;
            },
            isByKey: false, keySerde,
            new OccurrenceSerde<TKey, TId>(keySerde, idSerde ?? stream.Draft.Serdes.For<TId>()), within, materialized);
    }

    private static KStream<TKey, TValue> Drop<TKey, TValue, TIdentity>(
        this KStream<TKey, TValue> stream, Identify<TKey, TValue, TIdentity> identify, bool isByKey,
        ISerde<TKey> keySerde, ISerde<TIdentity> identitySerde, TimeSpan within, Materialized? materialized)
    {
        GraphDraft draft = stream.Draft;
        string store = materialized?.Name ?? Names.Sanitise($"{stream.Root}-drop-duplicates");
        materialized?.RefuseVersions(store);
        if (within < TimeSpan.Zero)
        {
            throw WindowErrors.NegativeWithin(stream.Output.Name, within);
        }

        // A record that is just not late yet asks for what went on as long before it.
        long withinMs = (long)within.TotalMilliseconds;
        var seen = draft.AddStore($"drop-duplicates of '{stream.Output.Name}'", new WindowStoreSpec<TIdentity, long>(
            store, identitySerde, Serdes.Int64, sizeMs: 1, advanceMs: 1, retentionMs: (2 * withinMs) + 1));
        ISerde<TValue> valueSerde = stream.ValueSerde ?? draft.Serdes.For<TValue>();
        NodeOutput placed = draft.Keys.IsAway(stream.Output.Node)
            ? draft.AddExchange(store, stream.Output, keySerde, valueSerde) : stream.Output;
        var node = new DuplicatesNode<TKey, TValue, TIdentity>(
            $"{store}.drop-duplicates", placed, identify, isByKey, withinMs, seen);
        return new KStream<TKey, TValue>(draft, draft.Add(node), stream.Root)
        {
            KeySerde = keySerde,
            ValueSerde = stream.ValueSerde,
            IsTable = stream.IsTable,
        };
    }

    private static ISerde<TKey> KeyOf<TKey, TValue>(this KStream<TKey, TValue> stream, Materialized? materialized) =>
        materialized?.Serdes.KeyFor<TKey>($"Materialized of '{stream.Output.Name}'")
            ?? stream.KeySerde ?? stream.Draft.Serdes.For<TKey>();
}
