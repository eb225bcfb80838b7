using System.Buffers;
using System.Collections.Concurrent;

namespace Kappa;

/// <summary>Messages in Confluent's wire format, each with the id of its schema in a registry.</summary>
/// <remarks>
/// The registry is asked when the first value is written and when an id is first met, not when the topology is built.
/// </remarks>
internal sealed class WireFormatSerde<T> : ISerde<T>, IJsonForm<T>
{
    private readonly ISchemaRegistry _registry;
    private readonly string _subject;
    private readonly ISchemaCoding<T> _coding;
    private readonly ConcurrentDictionary<int, SchemaReader<T>> _readers = new();
    private int _id; // Of the schema that it writes with; 0 until the first value.

    public WireFormatSerde(ISchemaRegistry registry, string subject, ISchemaCoding<T> coding)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentException.ThrowIfNullOrWhiteSpace(subject);
        (_registry, _subject, _coding) = (registry, subject, coding);
    }

    public string Name => $"confluent-{_coding.Name}";

    public void Serialize(T value, IBufferWriter<byte> writer)
    {
        WireFormat.Write(_id == 0 ? _id = _registry.IdOf(_subject, _coding.Format, _coding.Schema) : _id, writer);
        _coding.Write(value, writer);
    }

    public T Deserialize(ReadOnlySpan<byte> data)
    {
        if (!WireFormat.TryRead(data, out int id))
        {
            throw SerdeErrors.NoWireFormat(Name, data);
        }

        SchemaReader<T> reader = _readers.TryGetValue(id, out SchemaReader<T>? known) ? known : Meet(id);
        return reader(data[WireFormat.HeaderBytes..], Name);
    }

    public string ToJson(T value) => _coding.ToJson(value);

    public T FromJson(string json) => _coding.FromJson(json);

    /// <summary>What failed is asked for again with the next message: the schema may have been registered.</summary>
    private SchemaReader<T> Meet(int id)
    {
        RegisteredSchema schema = _registry.Find(id) ?? throw SerdeErrors.UnknownSchema(Name, id);
        return schema.Format == _coding.Format
            ? _readers.GetOrAdd(id, _coding.ReaderOf(schema, Name))
            : throw SerdeErrors.IncompatibleSchema(Name, id, $"it is a schema of {schema.Format}.");
    }
}
