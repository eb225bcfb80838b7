using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Kappa.Worker;

/// <summary>
/// Headers between JSON and Kafka's coding: a count, then name and value of each, all lengths as zigzag varints.
/// </summary>
internal static class RecordHeaders
{
    private const string Form =
        "has headers that are neither an object of names and values nor a list of {\"name\":...,\"value\":...}.";

    /// <summary>Reads an object of names and values, or a list of both where a name occurs twice.</summary>
    public static void Parse(long line, JsonElement element, ArrayBufferWriter<byte> output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return;
            case JsonValueKind.Object when element.GetPropertyCount() is > 0 and var count:
                WriteVarint(output, count);
                foreach (JsonProperty header in element.EnumerateObject())
                {
                    Add(line, Encoding.UTF8.GetBytes(header.Name), header.Value, output);
                }

                return;
            case JsonValueKind.Array when element.GetArrayLength() is > 0 and var count:
                WriteVarint(output, count);
                foreach (JsonElement header in element.EnumerateArray())
                {
                    AddListed(line, header, output);
                }

                return;
            case JsonValueKind.Object or JsonValueKind.Array:
                return;
            default:
                throw RecordErrors.BrokenLine(line, Form);
        }
    }

    /// <summary>
    /// Writes headers in their order: as an object, or as a list where a name occurs twice or is no text.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> headers)
    {
        List<(byte[] Name, byte[]? Value)> all = Read(headers);
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (all.All(header => Utf8.IsValid(header.Name) && names.Add(Encoding.UTF8.GetString(header.Name))))
        {
            writer.WriteStartObject("headers");
            foreach ((byte[] name, byte[]? value) in all)
            {
                writer.WritePropertyName(name);
                EnvelopeWriter.WriteText(writer, value is not null, value);
            }

            writer.WriteEndObject();
            return;
        }

        writer.WriteStartArray("headers");
        foreach ((byte[] name, byte[]? value) in all)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("name");
            EnvelopeWriter.WriteText(writer, present: true, name);
            writer.WritePropertyName("value");
            EnvelopeWriter.WriteText(writer, value is not null, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes headers in Kafka's coding.</summary>
    public static byte[] Encode(IEnumerable<(byte[] Name, byte[]? Value)> headers)
    {
        var output = new ArrayBufferWriter<byte>();
        (byte[] Name, byte[]? Value)[] all = [.. headers];
        WriteVarint(output, all.Length);
        foreach ((byte[] name, byte[]? value) in all)
        {
            WriteVarint(output, name.Length);
            output.Write(name);
            WriteVarint(output, value?.Length ?? -1);
            output.Write(value);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads headers of Kafka's coding, in their order; empty has none.</summary>
    public static List<(byte[] Name, byte[]? Value)> Read(ReadOnlySpan<byte> headers)
    {
        var all = new List<(byte[], byte[]?)>();
        int position = 0;
        for (long count = headers.IsEmpty ? 0 : ReadVarint(headers, ref position); count > 0; count--)
        {
            byte[] name = ReadBytes(headers, ref position) ?? [];
            all.Add((name, ReadBytes(headers, ref position)));
        }

        return all;
    }

    private static byte[]? ReadBytes(ReadOnlySpan<byte> headers, ref int position)
    {
        int length = (int)ReadVarint(headers, ref position);
        byte[]? bytes = length < 0 ? null : headers.Slice(position, length).ToArray();
        position += Math.Max(0, length);
        return bytes;
    }

    private static void AddListed(long line, JsonElement header, ArrayBufferWriter<byte> output)
    {
        if (header.ValueKind != JsonValueKind.Object || header.GetPropertyCount() != 2 ||
            !header.TryGetProperty("name", out JsonElement name) ||
            !header.TryGetProperty("value", out JsonElement value))
        {
            throw RecordErrors.BrokenLine(line, Form);
        }

        var bytes = new ArrayBufferWriter<byte>();
        if (!RecordLineParser.TryWrite(line, "the name of a header", name, bytes))
        {
            throw RecordErrors.BrokenLine(line, Form);
        }

        Add(line, bytes.WrittenSpan, value, output);
    }

    private static void Add(long line, ReadOnlySpan<byte> name, JsonElement element, ArrayBufferWriter<byte> output)
    {
        WriteVarint(output, name.Length);
        output.Write(name);
        var value = new ArrayBufferWriter<byte>();
        bool present = RecordLineParser.TryWrite(line, "header", element, value);
        WriteVarint(output, present ? value.WrittenCount : -1);
        output.Write(value.WrittenSpan);
    }

    private static void WriteVarint(ArrayBufferWriter<byte> output, long value)
    {
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        Span<byte> bytes = stackalloc byte[10];
        int length = 0;
        for (; zigzag >= 0x80; zigzag >>= 7)
        {
            bytes[length++] = (byte)(zigzag | 0x80);
        }

        bytes[length++] = (byte)zigzag;
        output.Write(bytes[..length]);
    }

    private static long ReadVarint(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
