using System.Buffers;

namespace Kappa.Sources;

/// <summary>Reads change events of Debezium as JSON, with the schema around them or without it.</summary>
/// <param name="rows">Serde of the rows: it is given the JSON of the field <c>after</c>.</param>
internal sealed class DebeziumSerde<TValue>(ISerde<TValue> rows) : ISerde<DebeziumChange<TValue>>
{
    public string Name { get; } = $"debezium({rows.Name})";

    public DebeziumChange<TValue> Deserialize(ReadOnlySpan<byte> data)
    {
        DebeziumEnvelope envelope = DebeziumEnvelope.Read(data);
        ReadOnlySpan<byte> operation = envelope.Operation;
        if (envelope.TimestampMs < 0 && !operation.SequenceEqual("t"u8))
        {
            throw RowErrors.NoTime();
        }

        return operation switch
        {
            [(byte)'c' or (byte)'u' or (byte)'r'] => new(RowOf(envelope), true, envelope.TimestampMs),
            [(byte)'d'] => new(default, false, envelope.TimestampMs),
            [(byte)'t'] => throw RowErrors.Truncated(),
            _ => throw RowErrors.UnknownOperation(operation),
        };
    }

    public void Serialize(DebeziumChange<TValue> value, IBufferWriter<byte> writer) =>
        throw new NotSupportedException("Change events are read, and written by Debezium alone.");

    private TValue RowOf(DebeziumEnvelope envelope) => envelope.After switch
    {
        [(byte)'{', ..] after => rows.Deserialize(after),
        _ => throw RowErrors.NoAfter(envelope.Operation, envelope.After),
    };
}
