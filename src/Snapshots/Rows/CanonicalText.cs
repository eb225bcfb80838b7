using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Kappa.Snapshots;

/// <summary>
/// One notation for each text of JSON: only what has to be escaped is, and each such character in one way.
/// </summary>
internal static class CanonicalText
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>Writes the text that a reader stands on, in quotes.</summary>
    /// <exception cref="InvalidOperationException">It has half a surrogate pair.</exception>
    public static void Write(ref Utf8JsonReader reader, RowBytes output)
    {
        output.Add((byte)'"');
        if (!reader.ValueIsEscaped)
        {
            output.Add(reader.ValueSpan); // What JSON takes as it is needs no escape.
        }
        else
        {
            Span<byte> room = output.Reserve(reader.ValueSpan.Length);
            byte[] text = room[..reader.CopyString(room)].ToArray();
            Escape(text, output);
        }

        output.Add((byte)'"');
    }

    /// <summary>Writes a text, in quotes.</summary>
    /// <exception cref="ArgumentException">It has half a surrogate pair.</exception>
    public static void Write(ReadOnlySpan<char> text, RowBytes output)
    {
        const int MostBytes = 3; // A character in UTF-8.
        output.Add((byte)'"');
        Span<byte> room = output.Reserve(checked(text.Length * MostBytes));
        if (Utf8.FromUtf16(text, room, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new ArgumentException("The text has half a surrogate pair.", nameof(text));
        }

        if (room[..length].IndexOfAny(Escaped) < 0)
        {
            output.Advance(length);
        }
        else
        {
            Escape(room[..length].ToArray(), output);
        }

        output.Add((byte)'"');
    }

    private static void Escape(ReadOnlySpan<byte> text, RowBytes output)
    {
        while (text.IndexOfAny(Escaped) is var at and >= 0)
        {
            output.Add(text[..at]);
            EscapeOne(text[at], output);
            text = text[(at + 1)..];
        }

        output.Add(text);
    }

    private static void EscapeOne(byte value, RowBytes output)
    {
        output.Add((byte)'\\');
        switch (value)
        {
            case (byte)'"' or (byte)'\\':
                output.Add(value);
                break;
            case (byte)'\n':
                output.Add((byte)'n');
                break;
            case (byte)'\r':
                output.Add((byte)'r');
                break;
            case (byte)'\t':
                output.Add((byte)'t');
                break;
            default:
                output.Add("u00"u8);
                output.Add("0123456789abcdef"u8[value >> 4]);
                output.Add("0123456789abcdef"u8[value & 15]);
                break;
        }
    }
}
