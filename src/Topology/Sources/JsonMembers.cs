using System.Text.Json;

namespace Kappa.Sources;

/// <summary>Walks the members of a JSON object; values stay the bytes that they are.</summary>
internal ref struct JsonMembers
{
    private readonly ReadOnlySpan<byte> _data;
    private Utf8JsonReader _reader;
    private Utf8JsonReader _name;

    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">It is JSON, but no object.</exception>
    public JsonMembers(ReadOnlySpan<byte> data)
    {
        _data = data;
        _reader = new Utf8JsonReader(data);
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidOperationException($"It is {KindOf(_reader.TokenType)}, and no JSON object.");
        }
    }

    /// <summary>What the value is.</summary>
    public JsonTokenType Kind { get; private set; }

    /// <summary>The value as it stands there, texts with their quotes.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly string Name => _name.GetString()!;

    /// <summary>Moves to the next member.</summary>
    /// <exception cref="JsonException">The JSON is broken.</exception>
    public bool Next()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            _reader.Read(); // Finds what stands behind it.
            return false;
        }

        _name = _reader;
        _reader.Read();
        Kind = _reader.TokenType;
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Value = _data[start..(int)_reader.BytesConsumed];
        return true;
    }

    public readonly bool Is(ReadOnlySpan<byte> name) => _name.ValueTextEquals(name);

    /// <summary>What a value is, for messages.</summary>
    public static string KindOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "a JSON object",
        JsonTokenType.StartArray => "a JSON array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };
}
