using System.Text.Json.Serialization.Metadata;

namespace Kappa;

/// <content>JSON with a schema registry.</content>
public static partial class Serdes
{
    /// <summary>JSON in Confluent's wire format: a byte 0, the id of a JSON Schema, then the JSON.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="type">How to write it: a property of your JsonSerializerContext.</param>
    /// <param name="registry">Where the schemas are.</param>
    /// <param name="subject">What the schema is registered under, by convention <c>TOPIC-value</c>.</param>
    /// <param name="schema">The JSON Schema of the values, which is registered when the first one is written.</param>
    /// <returns>The serde. It reads messages of every JSON Schema, and does not check them by it.</returns>
    public static ISerde<T> JsonSchema<T>(
        JsonTypeInfo<T> type, ISchemaRegistry registry, string subject, string schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        return new WireFormatSerde<T>(registry, subject, new JsonSchemaCoding<T>(Json(type), schema));
    }
}
