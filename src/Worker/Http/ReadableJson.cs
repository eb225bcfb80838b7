using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kappa.Worker;

/// <summary>JSON as people read it: text stands for itself and not as <c>\u00D1</c>.</summary>
/// <remarks>Answers are never embedded in HTML (they are JSON, and nosniff), so nothing else needs escaping.</remarks>
internal static class ReadableJson
{
    /// <summary>Escapes only what JSON has to.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Writes a JSON value, whoever has escaped it.</summary>
    /// <param name="writer">A writer with <see cref="Encoder"/>.</param>
    /// <param name="json">A valid value.</param>
    public static void Write(Utf8JsonWriter writer, string json)
    {
        if (!json.Contains("\\u", StringComparison.Ordinal) || !TryWrite(writer, json))
        {
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    /// <summary>The value as text for a terminal.</summary>
    public static string Of(JsonElement value)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, AnswerJson.Options))
        {
            Write(writer, value.GetRawText());
        }

        return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    private static bool TryWrite(Utf8JsonWriter writer, string json)
    {
        try
        {
            // Made whole before it is written: half a surrogate pair is found in the middle.
            var whole = new ArrayBufferWriter<byte>();
            using (var inner = new Utf8JsonWriter(whole, AnswerJson.Options))
            {
                JsonElement.Parse(json).WriteTo(inner);
            }

            writer.WriteRawValue(whole.WrittenSpan, skipInputValidation: true);
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or JsonException or ArgumentException)
        {
            return false;
        }
    }
}
