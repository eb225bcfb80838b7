using System.Buffers;
using Google.Protobuf;

namespace Kappa;

/// <summary>Protobuf's binary encoding of one type of message.</summary>
/// <typeparam name="T">A class that protoc has made.</typeparam>
/// <remarks>
/// Thread-safe. Two equal messages may have different bytes (maps have no order, unknown fields are kept), so messages
/// are poor keys; where they are keys they sort by their bytes. A message without any field that is set has no bytes.
/// </remarks>
public sealed class ProtobufSerde<T> : ISerde<T>, IJsonForm<T>
    where T : class, IMessage<T>, new()
{
    private readonly ProtobufCoding<T> _coding = new();

    /// <inheritdoc/>
    public string Name => _coding.Name;

    /// <summary>
    /// The same messages in Confluent's wire format: a byte 0, the id of a schema, the place of the message's type in
    /// it, then Protobuf.
    /// </summary>
    /// <param name="registry">Where the schemas are.</param>
    /// <param name="subject">What the schema is registered under, by convention <c>TOPIC-value</c>.</param>
    /// <returns>
    /// The serde. The descriptor of the .proto file is registered when the first message is written; one that imports
    /// others than Google's own is refused then (KAP1108), as its imports are not registered. Reading needs the type
    /// to stand where it stands in the file of <typeparamref name="T"/>.
    /// </returns>
    public ISerde<T> WithRegistry(ISchemaRegistry registry, string subject) =>
        new WireFormatSerde<T>(registry, subject, _coding.WithIndexes());

    /// <inheritdoc/>
    public void Serialize(T value, IBufferWriter<byte> writer) => _coding.Write(value, writer);

    /// <inheritdoc/>
    public T Deserialize(ReadOnlySpan<byte> data) => _coding.Read(data, Name);

    /// <summary>The message in Protobuf's JSON mapping.</summary>
    /// <param name="value">The message.</param>
    public string ToJson(T value) => _coding.ToJson(value);

    /// <inheritdoc/>
    public T FromJson(string json) => _coding.FromJson(json);
}
