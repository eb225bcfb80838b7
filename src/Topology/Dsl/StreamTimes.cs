using Kappa.Graph;

namespace Kappa;

/// <summary>Operators that change at what time records are.</summary>
public static class StreamTimes
{
    /// <summary>Gives each record another time; key, value and headers stay.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="extractor">
    /// (key, value) => milliseconds since 1970, 0 or more; pure. For a record without a value (a deletion) it sees
    /// null, or the default of a struct. A negative time stops the topology (KAP5153).
    /// </param>
    /// <remarks>
    /// What follows sees it: windows, joins, tables, the topic that it is written to. The time of the task, by which
    /// schedules are called, has passed then, by the time of the source; a
    /// <see cref="Consumed{TKey,TValue}.WithTimestampExtractor"/> changes that too. The order of records stays.
    /// </remarks>
    public static KStream<TKey, TValue> WithRecordTimestamp<TKey, TValue>(
        this KStream<TKey, TValue> stream, Func<TKey, TValue, long> extractor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(extractor);
        var node = new TimestampNode<TKey, TValue>(stream.NameOf("timestamp"), stream.Output, extractor);
        return new KStream<TKey, TValue>(stream.Draft, stream.Draft.Add(node), stream.Root)
        {
            KeySerde = stream.KeySerde,
            ValueSerde = stream.ValueSerde,
            IsTable = stream.IsTable,
        };
    }
}
