using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kappa.Engine;

/// <inheritdoc cref="StoreFormat"/>
/// <param name="store">What holds the rows, for messages.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the values.</param>
/// <param name="sorted">Whether keys are coded as stores have them, or as topics do.</param>
internal sealed class StoreFormat<TKey, TValue>(
    string store, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, bool sorted = true) : StoreFormat
{
    /// <summary>JSON has no number for what division by zero gives: it goes as text.</summary>
    private static readonly JsonSerializerOptions Numbers = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public override bool HasTextKeys => typeof(TKey) == typeof(string);

    public override bool TryParseKey(string text, out byte[] stored, out byte[] sent)
    {
        (stored, sent) = ([], []);
        if (!TryParse(text, out TKey? key))
        {
            return false;
        }

        (stored, sent) = KeyBytes(key!);
        return true;
    }

    /// <summary>The bytes of a key: as the store has them, and as a topic does.</summary>
    public (byte[] Stored, byte[] Sent) KeyBytes(TKey key)
    {
        var writer = new ArrayBufferWriter<byte>();
        keySerde.SerializeSorted(key, writer);
        byte[] stored = writer.WrittenSpan.ToArray();
        writer.ResetWrittenCount();
        keySerde.Serialize(key, writer);
        return (stored, writer.WrittenSpan.ToArray());
    }

    public override string KeyText(ReadOnlySpan<byte> stored)
    {
        TKey key = Key(stored);
        return key switch
        {
            string text => text,
            byte[] bytes => Convert.ToBase64String(bytes),
            int or long or double or Guid => ((IFormattable)key).ToString(null, CultureInfo.InvariantCulture),
            _ when keySerde is IJsonForm<TKey> form => Unquoted(form.ToJson(key)),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => Encoding.UTF8.GetString(stored),
        };
    }

    public override string ValueJson(ReadOnlySpan<byte> value)
    {
        TValue decoded = Value(value);
        return decoded switch
        {
            string text => JsonSerializer.Serialize(text),
            byte[] bytes => $$"""{"base64":"{{Convert.ToBase64String(bytes)}}"}""",
            Guid guid => $"\"{guid}\"",
            int or long or double => JsonSerializer.Serialize(decoded, Numbers),
            _ when valueSerde is IJsonForm<TValue> form => form.ToJson(decoded),
            _ => Encoding.UTF8.GetString(value),
        };
    }

    /// <summary>Reads a key of the store.</summary>
    public TKey Key(ReadOnlySpan<byte> stored)
    {
        try
        {
            return sorted ? keySerde.DeserializeSorted(stored) : keySerde.Deserialize(stored);
        }
        catch (Exception error) when (IsOfTheSerde(error))
        {
            throw EngineErrors.RowUnreadable(store, "key", error);
        }
    }

    /// <summary>Reads a value of the store.</summary>
    public TValue Value(ReadOnlySpan<byte> value)
    {
        try
        {
            return valueSerde.Deserialize(value);
        }
        catch (Exception error) when (IsOfTheSerde(error))
        {
            throw EngineErrors.RowUnreadable(store, "value", error);
        }
    }

    /// <summary>It is the user's code: whatever it throws is no bug of Kappa's, and cancels nothing.</summary>
    private static bool IsOfTheSerde(Exception error) => error is not OutOfMemoryException;

    /// <summary>A key that is text in JSON is shown, and may be typed, without its quotation marks.</summary>
    private static string Unquoted(string json) =>
        json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json)! : json;

    private static TKey Typed(IJsonForm<TKey> form, string text)
    {
        try
        {
            return form.FromJson(text);
        }
        catch (Exception error) when (IsOfTheSerde(error))
        {
            return form.FromJson(JsonSerializer.Serialize(text));
        }
    }

    private bool TryParse(string text, out TKey? key)
    {
        try
        {
            Type type = Nullable.GetUnderlyingType(typeof(TKey)) ?? typeof(TKey);
            object? parsed =
                type == typeof(string) ? text
                : type == typeof(byte[]) ? Convert.FromBase64String(text)
                : type == typeof(Guid) ? Guid.Parse(text)
                : type.IsPrimitive ? Convert.ChangeType(text, type, CultureInfo.InvariantCulture)
                : null;
            key = parsed is TKey known ? known
                : keySerde is IJsonForm<TKey> form ? Typed(form, text)
                : keySerde.Deserialize(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (Exception error) when (IsOfTheSerde(error)) // A text that is not a key.
        {
            key = default;
            return false;
        }
    }
}
