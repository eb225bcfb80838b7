using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Confluent.Kafka;
using Streamiz.Kafka.Net.SerDes;

namespace FlightDelaysStreamiz;

/// <summary>JSON for Streamiz, by generated code.</summary>
/// <param name="type">How values are read and written.</param>
/// <typeparam name="T">Type of the values.</typeparam>
public sealed class JsonSerDes<T>(JsonTypeInfo<T> type) : AbstractSerDes<T>
{
    /// <inheritdoc/>
    public override T Deserialize(byte[] data, SerializationContext context) =>
        data is null ? default! : JsonSerializer.Deserialize(data, type)!;

    /// <inheritdoc/>
    public override byte[] Serialize(T data, SerializationContext context) =>
        data is null ? null! : JsonSerializer.SerializeToUtf8Bytes(data, type);
}
