using System.Buffers;
using System.Text;

namespace Kappa;

/// <summary>JSON behind the id of a JSON Schema.</summary>
/// <remarks>The schema says what the writer promised; messages are not checked by it.</remarks>
internal sealed class JsonSchemaCoding<T>(ISerde<T> json, string schema) : ISchemaCoding<T>
{
    public SchemaFormat Format => SchemaFormat.Json;

    public string Schema => schema;

    public string Name => json.Name;

    public void Write(T value, IBufferWriter<byte> writer) => json.Serialize(value, writer);

    public SchemaReader<T> ReaderOf(RegisteredSchema registered, string serde) => (body, _) => json.Deserialize(body);

    public string ToJson(T value)
    {
        var writer = new ArrayBufferWriter<byte>();
        json.Serialize(value, writer);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    public T FromJson(string text) => json.Deserialize(Encoding.UTF8.GetBytes(text));
}
