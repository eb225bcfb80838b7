using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kappa.Worker;

/// <summary>
/// Headers between JSON and Kafka's coding: a count, then name and value of each, all lengths as zigzag varints.
/// </summary>
internal static class RecordHeaders
{
    /// <summary>Reads an object of names and values.</summary>
    public static void Parse(long line, JsonElement element, ArrayBufferWriter<byte> output)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            throw RecordErrors.BrokenLine(line, "has headers that are no object of names and values.");
        }

        int count = element.GetPropertyCount();
        if (count == 0)
        {
            return;
        }

        WriteVarint(output, count);
        var value = new ArrayBufferWriter<byte>();
        foreach (JsonProperty header in element.EnumerateObject())
        {
            byte[] name = Encoding.UTF8.GetBytes(header.Name);
            WriteVarint(output, name.Length);
            output.Write(name);
            value.ResetWrittenCount();
            bool present = RecordLineParser.TryWrite(line, $"header '{header.Name}'", header.Value, value);
            WriteVarint(output, present ? value.WrittenCount : -1);
            output.Write(value.WrittenSpan);
        }
    }

    /// <summary>Writes headers as an object. Kafka allows a name twice; the last one of a name stays.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> headers)
    {
        var values = new Dictionary<string, byte[]?>();
        int position = 0;
        for (long count = ReadVarint(headers, ref position); count > 0; count--)
        {
            int nameLength = (int)ReadVarint(headers, ref position);
            string name = Encoding.UTF8.GetString(headers.Slice(position, nameLength));
            position += nameLength;
            int valueLength = (int)ReadVarint(headers, ref position);
            values[name] = valueLength < 0 ? null : headers.Slice(position, valueLength).ToArray();
            position += Math.Max(0, valueLength);
        }

        writer.WriteStartObject("headers");
        foreach ((string name, byte[]? value) in values)
        {
            writer.WritePropertyName(name);
            EnvelopeWriter.WriteText(writer, value is not null, value);
        }

        writer.WriteEndObject();
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
