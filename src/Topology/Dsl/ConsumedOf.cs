using Kappa.Graph;

namespace Kappa;

/// <summary>How a topic is read. Immutable; made by <see cref="Consumed"/>.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class Consumed<TKey, TValue>
{
    internal Consumed(
        ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde, SourceTimes<TKey, TValue>? times = null)
    {
        KeySerde = keySerde;
        ValueSerde = valueSerde;
        Times = times;
    }

    internal ISerde<TKey>? KeySerde { get; }

    internal ISerde<TValue>? ValueSerde { get; }

    /// <summary>How records get their time; null for the log's.</summary>
    internal SourceTimes<TKey, TValue>? Times { get; }

    /// <summary>
    /// The same with times that a function finds in the records. Operators see these; in which order records come, and
    /// what a cut takes, goes by the log's timestamps still.
    /// </summary>
    /// <param name="extractor">Finds the time of each record; pure.</param>
    /// <param name="onInvalid">What becomes of a record without one.</param>
    public Consumed<TKey, TValue> WithTimestampExtractor(
        TimestampExtractor<TKey, TValue> extractor, InvalidTimestamp onInvalid = InvalidTimestamp.Fail)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        return new Consumed<TKey, TValue>(KeySerde, ValueSerde, new SourceTimes<TKey, TValue>(extractor, onInvalid));
    }
}
