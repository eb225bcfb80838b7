using System.Buffers;
using System.Text.Json;

namespace Kappa.Sources;

/// <summary>Writes a key of Debezium, an object of key columns, as <c>kappa snapshot apply</c> does.</summary>
/// <remarks>
/// One column: its text as it is, else its JSON. Several: the JSON array of their values. So captured rows and those of
/// snapshots have the same keys, byte for byte (docs/snapshots.md, What is written).
/// </remarks>
/// <param name="columns">The columns in the order of <c>--key</c>; null for those of the key, in their order.</param>
internal sealed class DebeziumKeyText(IReadOnlyList<string>? columns)
{
    /// <exception cref="KappaException">KAP8052: it is none, or one of other columns.</exception>
    public void Write(ReadOnlySpan<byte> key, ArrayBufferWriter<byte> text)
    {
        try
        {
            WriteMembers(DebeziumJson.Unwrap(key), text);
        }
        catch (JsonException error)
        {
            throw RowErrors.NoKeyColumns(key, $"It is not JSON: {error.Message}");
        }
        catch (InvalidOperationException error)
        {
            throw RowErrors.NoKeyColumns(key, error.Message);
        }
    }

    private void WriteMembers(ReadOnlySpan<byte> key, ArrayBufferWriter<byte> text)
    {
        int count = Count(key);
        if (count == 0 || (columns is not null && columns.Count != count))
        {
            throw RowErrors.OtherColumns(DebeziumJson.NamesIn(key), columns);
        }

        if (count > 1)
        {
            text.Write("["u8);
        }

        if (columns is null)
        {
            WriteAll(key, count > 1, text);
        }
        else
        {
            WriteInOrder(key, columns, text);
        }

        if (count > 1)
        {
            text.Write("]"u8);
        }
    }

    private static int Count(ReadOnlySpan<byte> key)
    {
        int count = 0;
        for (var members = new JsonMembers(key); members.Next();)
        {
            count++;
        }

        return count;
    }

    private static void WriteAll(ReadOnlySpan<byte> key, bool isPart, ArrayBufferWriter<byte> text)
    {
        var members = new JsonMembers(key);
        for (bool isFirst = true; members.Next(); isFirst = false)
        {
            WriteValue(members, isFirst, isPart, text);
        }
    }

    private static void WriteInOrder(
        ReadOnlySpan<byte> key, IReadOnlyList<string> columns, ArrayBufferWriter<byte> text)
    {
        for (int column = 0; column < columns.Count; column++)
        {
            bool isFound = false;
            for (var members = new JsonMembers(key); !isFound && members.Next();)
            {
                isFound = members.Name == columns[column];
                if (isFound)
                {
                    WriteValue(members, column == 0, columns.Count > 1, text);
                }
            }

            if (!isFound)
            {
                throw RowErrors.OtherColumns(DebeziumJson.NamesIn(key), columns);
            }
        }
    }

    private static void WriteValue(JsonMembers member, bool isFirst, bool isPart, ArrayBufferWriter<byte> text)
    {
        if (!isFirst)
        {
            text.Write(","u8);
        }

        switch (member.Kind)
        {
            case JsonTokenType.String:
                WriteText(member.Value, isPart, text);
                break;
            case JsonTokenType.Number when IsWhole(member.Value):
            case JsonTokenType.True or JsonTokenType.False:
                text.Write(member.Value);
                break;
            default:
                throw RowErrors.KeyColumn(member.Name, member.Kind);
        }
    }

    /// <summary>Others have more than one notation, and which one a snapshot writes is not ours to know.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> digits = number[0] == '-' ? number[1..] : number;
        return digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && (digits[0] != '0' || number.Length == 1);
    }

    private static void WriteText(ReadOnlySpan<byte> quoted, bool isPart, ArrayBufferWriter<byte> text)
    {
        if (!quoted.Contains((byte)'\\'))
        {
            text.Write(isPart ? quoted : quoted[1..^1]);
            return;
        }

        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        byte[] plain = new byte[quoted.Length];
        ReadOnlySpan<byte> bytes = plain.AsSpan(0, reader.CopyString(plain));
        if (isPart)
        {
            WriteEscaped(bytes, text);
        }
        else
        {
            text.Write(bytes);
        }
    }

    /// <summary>Only what JSON wants escaped is, in the one way of canonical rows.</summary>
    private static void WriteEscaped(ReadOnlySpan<byte> plain, ArrayBufferWriter<byte> text)
    {
        text.Write("\""u8);
        foreach (byte letter in plain)
        {
            switch (letter)
            {
                case (byte)'"' or (byte)'\\':
                    text.Write([(byte)'\\', letter]);
                    break;
                case (byte)'\n':
                    text.Write("\\n"u8);
                    break;
                case (byte)'\r':
                    text.Write("\\r"u8);
                    break;
                case (byte)'\t':
                    text.Write("\\t"u8);
                    break;
                case < 0x20:
                    text.Write([.. "\\u00"u8, "0123456789abcdef"u8[letter >> 4], "0123456789abcdef"u8[letter & 15]]);
                    break;
                default:
                    text.Write([letter]);
                    break;
            }
        }

        text.Write("\""u8);
    }
}
