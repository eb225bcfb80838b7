using System.Buffers;
using Avro.Generic;

namespace Kappa;

/// <summary>Avro's binary encoding, without a schema in front: whoever reads has to know it.</summary>
/// <typeparam name="T">
/// A class that avrogen has made, <see cref="GenericRecord"/>, or what Apache.Avro makes of another schema, such as
/// string or long.
/// </typeparam>
/// <remarks>
/// Thread-safe. As keys, values sort by their bytes, which is not the order of the numbers in them. Maps have no order:
/// a key with one may be two keys.
/// </remarks>
public sealed class AvroSerde<T> : ISerde<T>, IJsonForm<T>
{
    private readonly AvroCoding<T> _coding;
    private readonly SchemaReader<T> _reader;

    /// <summary>A serde for a class that avrogen has made, which brings its schema.</summary>
    /// <exception cref="KappaException">KAP1107: the type brings none. Give the schema.</exception>
    public AvroSerde()
        : this(AvroCoding<T>.SchemaOfType())
    {
    }

    /// <summary>A serde for values of a schema.</summary>
    /// <param name="schema">The schema, as JSON.</param>
    /// <exception cref="KappaException">KAP1107: it is no Avro schema.</exception>
    public AvroSerde(string schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        _coding = new AvroCoding<T>(schema);
        _reader = _coding.Reader();
    }

    /// <inheritdoc/>
    public string Name => _coding.Name;

    /// <summary>The same values in Confluent's wire format: a byte 0, the id of a schema, then Avro.</summary>
    /// <param name="registry">Where the schemas are.</param>
    /// <param name="subject">What the schema is registered under, by convention <c>TOPIC-value</c>.</param>
    /// <returns>
    /// The serde. It writes with the schema of this one, which is registered when the first value is written, and reads
    /// messages of every schema that Avro can resolve to it.
    /// </returns>
    public ISerde<T> WithRegistry(ISchemaRegistry registry, string subject) =>
        new WireFormatSerde<T>(registry, subject, _coding);

    /// <inheritdoc/>
    public void Serialize(T value, IBufferWriter<byte> writer) => _coding.Write(value, writer);

    /// <inheritdoc/>
    public T Deserialize(ReadOnlySpan<byte> data) => _reader(data, Name);

    /// <summary>The value in Avro's JSON encoding.</summary>
    /// <param name="value">The value.</param>
    public string ToJson(T value) => _coding.ToJson(value);

    /// <inheritdoc/>
    public T FromJson(string json) => _coding.FromJson(json);
}
