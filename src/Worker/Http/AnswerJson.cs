using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kappa.Engine;
using Microsoft.AspNetCore.Http;

namespace Kappa.Worker;

/// <summary>The parts that answers are made of.</summary>
internal static class AnswerJson
{
    /// <summary>Text stays readable.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = ReadableJson.Encoder,
        SkipValidation = true,
    };

    /// <summary>Answers with one JSON object, made completely before the first byte goes out.</summary>
    public static async Task SendAsync(HttpContext context, Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer, writeMembers);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    /// <summary>Writes one JSON object.</summary>
    public static void Write(IBufferWriter<byte> buffer, Action<Utf8JsonWriter> writeMembers)
    {
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writeMembers(writer);
        writer.WriteEndObject();
    }

    public static void WriteAsOf(Utf8JsonWriter writer, AsOf asOf)
    {
        writer.WriteStartObject("asOf");
        writer.WriteString("topology", asOf.Topology);
        writer.WriteNumber("version", asOf.Version);
        writer.WriteNumber("cut", asOf.Cut);
        writer.WriteStartObject("offsets");
        foreach ((string partition, long offset) in asOf.Offsets.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteNumber(partition, offset);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes a row, without the braces around it.</summary>
    public static void WriteRow(Utf8JsonWriter writer, StoreEntry row)
    {
        writer.WriteString("key", row.Key);
        writer.WritePropertyName("value");
        ReadableJson.Write(writer, row.ValueJson);
        writer.WriteString("timestamp", Iso(row.TimestampMs));
    }

    /// <summary>RFC 3339 in UTC with milliseconds.</summary>
    public static string Iso(long timestampMs) =>
        timestampMs is < -62_135_596_800_000 or > 253_402_300_799_999
            ? timestampMs.ToString(CultureInfo.InvariantCulture)
            : DateTimeOffset.FromUnixTimeMilliseconds(timestampMs)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
