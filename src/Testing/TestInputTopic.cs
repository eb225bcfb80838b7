using System.Buffers;

namespace Kappa.Testing;

/// <summary>Writes records to a source topic of a driver; each is processed before the call returns.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class TestInputTopic<TKey, TValue>
{
    private readonly TopologyTestDriver _driver;
    private readonly string _topic;
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;

    internal TestInputTopic(
        TopologyTestDriver driver, string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) =>
        (_driver, _topic, _keySerde, _valueSerde) = (driver, topic, keySerde, valueSerde);

    /// <summary>Writes a record, stamped by the driver's clock.</summary>
    /// <param name="key">The key; null for none.</param>
    /// <param name="value">The value; null for a tombstone.</param>
    public void PipeInput(TKey? key, TValue? value) =>
        PipeInput(key, value, _driver.Clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Writes a record.</summary>
    /// <param name="key">The key; null for none.</param>
    /// <param name="value">The value; null for a tombstone.</param>
    /// <param name="timestampMs">Its timestamp, milliseconds since 1970; 0 or more.</param>
    public void PipeInput(TKey? key, TValue? value, long timestampMs) =>
        Pipe(Bytes(_keySerde, key), Bytes(_valueSerde, value), timestampMs);

    /// <summary>
    /// Writes several records that the topology takes up as one slice, as a worker does with what has come meanwhile: a
    /// table that is sent to a topic then says the last value of each key only.
    /// </summary>
    /// <param name="records">The records, in order; not empty. Where the key decides, they go to its partition.</param>
    public void PipeInputs(params IEnumerable<TestRecord<TKey, TValue>> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        _driver.Pipe(_topic, records.Select(record => (
            Bytes(_keySerde, record.Key), record.IsTombstone ? null : Bytes(_valueSerde, record.Value),
            record.TimestampMs)));
    }

    /// <summary>Writes a tombstone, also where values are structs; stamped by the driver's clock.</summary>
    /// <param name="key">The key; null for none.</param>
    public void PipeTombstone(TKey? key) => PipeTombstone(key, _driver.Clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Writes a tombstone, also where values are structs.</summary>
    /// <param name="key">The key; null for none.</param>
    /// <param name="timestampMs">Its timestamp, milliseconds since 1970; 0 or more.</param>
    public void PipeTombstone(TKey? key, long timestampMs) => Pipe(Bytes(_keySerde, key), null, timestampMs);

    private void Pipe(byte[]? keyBytes, byte[]? valueBytes, long timestampMs) =>
        _driver.Pipe(_topic, [(keyBytes, valueBytes, timestampMs)]);

    private static byte[]? Bytes<T>(ISerde<T> serde, T? value)
    {
        if (value is null)
        {
            return null;
        }

        var writer = new ArrayBufferWriter<byte>();
        serde.Serialize(value, writer);
        return writer.WrittenSpan.ToArray();
    }
}
