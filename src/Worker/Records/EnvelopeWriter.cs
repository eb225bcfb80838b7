using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>Writes a record as an envelope from which the same bytes can be made again.</summary>
internal static class EnvelopeWriter
{
    /// <summary>A line may be nested 64 deep; the envelope takes one of them.</summary>
    private const int MostDepth = 63;

    /// <summary>All but tab and ends of lines.</summary>
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Append(127).Except(['\t', '\n', '\r']).Select(sign => (byte)sign)]);

    /// <summary>Writes the members of the envelope.</summary>
    public static void Write(Utf8JsonWriter writer, RecordCursor record)
    {
        writer.WriteNumber("partition", record.Partition.Partition);
        writer.WriteNumber("offset", record.Offset);
        writer.WriteNumber("timestamp", record.TimestampMs);
        WriteKeyAndValue(writer, record.HasKey, record.Key, record.HasValue, record.Value);
        if (!record.Headers.IsEmpty)
        {
            RecordHeaders.Write(writer, record.Headers);
        }
    }

    /// <summary>Writes key and value.</summary>
    public static void WriteKeyAndValue(
        Utf8JsonWriter writer, bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value)
    {
        writer.WritePropertyName("key");
        WriteText(writer, hasKey, key);
        writer.WritePropertyName("value");
        if (hasValue && IsPlainJson(value))
        {
            writer.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            WriteText(writer, hasValue, value);
        }
    }

    /// <summary>Writes text as text, other bytes as base64, and nothing as null.</summary>
    /// <remarks>
    /// Bytes with control characters are no text, though UTF-8 has them: the eight bytes of a long would be text for
    /// some numbers and base64 for others.
    /// </remarks>
    public static void WriteText(Utf8JsonWriter writer, bool present, ReadOnlySpan<byte> bytes)
    {
        if (!present)
        {
            writer.WriteNullValue();
        }
        else if (Utf8.IsValid(bytes) && !bytes.ContainsAny(Controls))
        {
            writer.WriteStringValue(bytes);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteBase64String("base64", bytes);
            writer.WriteEndObject();
        }
    }

    /// <summary>
    /// Whether the bytes can stand in the line as they are, and be read back as the same: strings, null,
    /// {"base64":...}, JSON over several lines, bytes that are no text, and what is nested as deep as a line may be
    /// would not.
    /// </summary>
    private static bool IsPlainJson(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] is not ((byte)'{' or (byte)'[' or (byte)'t' or (byte)'f' or (byte)'-' or
            (>= (byte)'0' and <= (byte)'9')) || bytes[^1] is (byte)' ' or (byte)'\t' ||
            bytes.IndexOfAny((byte)'\n', (byte)'\r') >= 0 || !Utf8.IsValid(bytes))
        {
            return false;
        }

        try
        {
            // Twice the same name would be refused on the way back.
            JsonElement value = JsonElement.Parse(
                bytes, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MostDepth });
            return !(value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1 &&
                value.TryGetProperty("base64", out _));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // Half a surrogate pair.
        {
            return false;
        }
    }
}
