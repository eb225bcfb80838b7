using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Kappa.Worker;

/// <summary>
/// Reads a JSON line as a record (docs/cli.md, Records as lines). One thread; results last until the next line.
/// </summary>
/// <param name="fields">Whether a line is the value or an envelope, and which fields of the value count.</param>
internal sealed class RecordLineParser(RecordFields fields)
{
    private static readonly string[] EnvelopeFields = ["key", "value", "timestamp", "headers", "partition", "offset"];

    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly ArrayBufferWriter<byte> _headers = new();

    public bool HasKey { get; private set; }

    public ReadOnlySpan<byte> Key => _key.WrittenSpan;

    public bool HasValue { get; private set; }

    public ReadOnlySpan<byte> Value => _value.WrittenSpan;

    public ReadOnlySpan<byte> Headers => _headers.WrittenSpan;

    /// <summary>Milliseconds since 1970; null where the line has none.</summary>
    public long? TimestampMs { get; private set; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">Its number, for messages.</param>
    /// <param name="text">The line.</param>
    /// <returns>
    /// False for the lines that frame a stream of rows (<c>meta</c> and <c>end</c>), which are no records.
    /// </returns>
    /// <exception cref="RecordLineException">KAP6206: it is no record.</exception>
    public bool TryParse(long line, ReadOnlySpan<byte> text)
    {
        try
        {
            return TryParseLine(line, text);
        }
        catch (InvalidOperationException)
        {
            // JSON can escape half a surrogate pair, anywhere; whoever reads it as text finds out.
            throw RecordErrors.BrokenLine(
                line, "has half a surrogate pair, which is no Unicode text. Write other bytes as " +
                    "{\"base64\":\"...\"}.");
        }
    }

    private bool TryParseLine(long line, ReadOnlySpan<byte> text)
    {
        _key.ResetWrittenCount();
        _value.ResetWrittenCount();
        _headers.ResetWrittenCount();
        (HasKey, HasValue, TimestampMs) = (false, false, null);
        JsonElement root = ParseJson(line, text);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw RecordErrors.BrokenLine(line, "is JSON, but no object.");
        }

        if (fields.AreEnvelopes)
        {
            return TryParseEnvelope(line, root);
        }

        HasKey = fields.Key is { } key && TryWrite(line, "key", FieldOf(line, root, key, "--key"), _key);
        TimestampMs = fields.Timestamp is not { } time ? null : ParseTimestamp(
            line, FieldOf(line, root, time, "--timestamp"), $"field '{time}'");
        _value.Write(text);
        HasValue = true;
        return true;
    }

    private static JsonElement FieldOf(long line, JsonElement root, string field, string option) =>
        root.TryGetProperty(field, out JsonElement found) ? found : throw RecordErrors.BrokenLine(
            line, $"has no field '{field}', which {option} names.{Suggest(field, root)}");

    private bool TryParseEnvelope(long line, JsonElement root)
    {
        bool hasValue = false;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "key":
                    HasKey = TryWrite(line, "key", property.Value, _key);
                    break;
                case "value":
                    hasValue = true;
                    HasValue = TryWrite(line, "value", property.Value, _value);
                    break;
                case "timestamp":
                    TimestampMs = ParseTimestamp(line, property.Value, "timestamp");
                    break;
                case "headers":
                    RecordHeaders.Parse(line, property.Value, _headers);
                    break;
                case "partition" or "offset":
                    break; // Where it came from. It goes where its key belongs.
                case "meta" or "end" when root.GetPropertyCount() == 1:
                    return false;
                default:
                    throw RecordErrors.BrokenLine(
                        line, $"has the field '{property.Name}', which no envelope has." +
                        NearestName.Suggestion(property.Name, EnvelopeFields) +
                        " Where the line itself is the value, say --format json, or name its key's field with --key.");
            }
        }

        return hasValue ? true : throw RecordErrors.BrokenLine(
            line, "has no field 'value'. Write null for a tombstone.");
    }

    /// <summary>Text stands for itself, {"base64":...} for bytes, anything else for its JSON.</summary>
    internal static bool TryWrite(long line, string field, JsonElement element, ArrayBufferWriter<byte> output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return false;
            case JsonValueKind.String:
                output.Write(System.Text.Encoding.UTF8.GetBytes(TextOf(line, field, element)));
                return true;
            case JsonValueKind.Object when element.GetPropertyCount() == 1 &&
                element.TryGetProperty("base64", out JsonElement base64):
                output.Write(base64.ValueKind == JsonValueKind.String && base64.TryGetBytesFromBase64(out byte[]? bytes)
                    ? bytes : throw RecordErrors.BrokenLine(line, $"has no base64 text in its {field}."));
                return true;
            default:
                output.Write(System.Text.Encoding.UTF8.GetBytes(element.GetRawText()));
                return true;
        }
    }

    /// <summary>JSON can escape half a surrogate pair, and bytes that are no UTF-8 are found only here.</summary>
    private static string TextOf(long line, string field, JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw RecordErrors.BrokenLine(
                line, $"has no Unicode text in its {field}. Write other bytes as {{\"base64\":\"...\"}}.");
        }
    }

    private static JsonElement ParseJson(long line, ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonElement.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException error)
        {
            string message = error.Message;
            int at = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw RecordErrors.BrokenLine(
                line, $"is not JSON at byte {(error.BytePositionInLine ?? 0) + 1}: " +
                    $"{(at < 0 ? message : message[..at])}");
        }
    }

    private static long ParseTimestamp(long line, JsonElement element, string field)
    {
        long? timestamp = element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetInt64(out long number) => number,
            JsonValueKind.String when DateTimeOffset.TryParse(
                element.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out DateTimeOffset time) =>
                time.ToUnixTimeMilliseconds(),
            _ => null,
        };
        return timestamp switch
        {
            null => throw RecordErrors.BrokenLine(
                line, $"has no time in its {field}: write milliseconds since 1970, or RFC 3339 such as " +
                    "2026-11-25T10:00:00Z."),
            < 0 => throw RecordErrors.BrokenLine(
                line, $"has a time before 1970 in its {field}, which no record can have. Keep it in the value, and " +
                    "leave the timestamp to the time of writing or another field."),
            { } found => found,
        };
    }

    private static string Suggest(string field, JsonElement root) =>
        NearestName.Suggestion(field, root.EnumerateObject().Select(property => property.Name));
}
