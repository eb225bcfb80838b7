using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kappa;

/// <summary>JSON in UTF-8, without byte order mark or white space.</summary>
/// <remarks>
/// Each thread keeps one writer for each type; it is taken out while it works, so that a converter may call back.
/// </remarks>
internal sealed class JsonSerde<T>(JsonTypeInfo<T> type) : ISerde<T>
{
    private const int DefaultDepth = 64; // What 0 means to JsonSerializerOptions; to the writer it means 1,000.

    [ThreadStatic]
    private static Utf8JsonWriter? _idle;

    private readonly JsonWriterOptions _options = new()
    {
        Encoder = type.Options.Encoder,
        MaxDepth = type.Options.MaxDepth == 0 ? DefaultDepth : type.Options.MaxDepth,
        SkipValidation = true, // The serializer writes valid JSON.
    };

    public string Name { get; } = $"json({TypeNames.Of(typeof(T))})";

    public void Serialize(T value, IBufferWriter<byte> writer)
    {
        Utf8JsonWriter json = Take(writer);
        try
        {
            JsonSerializer.Serialize(json, value, type);
            json.Flush();
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException or ArgumentException)
        {
            throw SerdeErrors.CannotWrite(Name, cause.Message, cause);
        }

        _idle = json;
    }

    public T Deserialize(ReadOnlySpan<byte> data)
    {
        T? value = default;
        try
        {
            value = JsonSerializer.Deserialize(data, type);
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException)
        {
            throw SerdeErrors.BadBytes(Name, data, cause.Message, cause);
        }

        if (value is null)
        {
            throw SerdeErrors.BadBytes(Name, data, "null is written as a tombstone, without bytes.");
        }

        return value;
    }

    private Utf8JsonWriter Take(IBufferWriter<byte> writer)
    {
        Utf8JsonWriter? json = _idle;
        _idle = null;
        if (json is null || json.Options.Encoder != _options.Encoder || json.Options.MaxDepth != _options.MaxDepth)
        {
            return new Utf8JsonWriter(writer, _options);
        }

        json.Reset(writer);
        return json;
    }
}
