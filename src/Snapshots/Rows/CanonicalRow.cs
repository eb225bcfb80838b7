using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Kappa.Snapshots;

/// <summary>
/// A row in the one form that says the same: names in order, numbers and texts in one notation, no spaces.
/// </summary>
/// <remarks>
/// Two rows are equal where their canonical bytes are. One thread; results last until the next row, and no memory is
/// taken once the buffers have grown.
/// </remarks>
/// <param name="times">Names, escaped as canonical text is, of fields whose texts are times.</param>
internal sealed class CanonicalRow(params IReadOnlyList<byte[]> times) : RowParts
{
    private readonly RowBytes _moved = new();
    private readonly List<RowMember> _nested = [];

    /// <summary>Reads a row.</summary>
    /// <param name="json">The row.</param>
    /// <returns>Null where it is one, else what is wrong, as what follows "Line 3".</returns>
    public string? Read(ReadOnlySpan<byte> json)
    {
        Clear();
        _nested.Clear();
        if (!Utf8.IsValid(json))
        {
            return "has bytes that are no UTF-8. Convert the dump first, such as with iconv.";
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return "is JSON, but no object.";
            }

            WriteObject(ref reader, isRow: true);
            return reader.Read() ? "has more than one JSON value." : null;
        }
        catch (JsonException error)
        {
            int at = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            return $"is not JSON at byte {(error.BytePositionInLine ?? 0) + 1}: " +
                (at < 0 ? error.Message : error.Message[..at]);
        }
        catch (FormatException error)
        {
            return error.Message;
        }
        catch (InvalidOperationException)
        {
            return "has half a surrogate pair, which is no Unicode text.";
        }
    }

    private void WriteValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, isRow: false);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader);
                break;
            case JsonTokenType.String:
                CanonicalText.Write(ref reader, Bytes);
                break;
            case JsonTokenType.Number:
                CanonicalNumber.Write(reader.ValueSpan, Bytes);
                break;
            default:
                Bytes.Add(reader.ValueSpan); // true, false, null.
                break;
        }
    }

    private void WriteArray(ref Utf8JsonReader reader)
    {
        Bytes.Add((byte)'[');
        for (bool isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
            {
                Bytes.Add((byte)',');
            }

            WriteValue(ref reader);
        }

        Bytes.Add((byte)']');
    }

    /// <summary>Writes the members one after the other, then puts them into order.</summary>
    private void WriteObject(ref Utf8JsonReader reader, bool isRow)
    {
        int first = _nested.Count;
        int start = Bytes.Length;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            int member = Bytes.Length;
            CanonicalText.Write(ref reader, Bytes);
            int nameLength = Bytes.Length - member;
            Bytes.Add((byte)':');
            reader.Read();
            if (isRow && reader.TokenType == JsonTokenType.String && IsTime(member, nameLength))
            {
                CanonicalTime.Write(ref reader, Bytes);
            }
            else
            {
                WriteValue(ref reader);
            }

            Insert(first, new RowMember(member, nameLength, Bytes.Length - member), reader.BytesConsumed);
        }

        Arrange(start, first, isRow);
        _nested.RemoveRange(first, _nested.Count - first);
    }

    private bool IsTime(int member, int nameLength)
    {
        foreach (byte[] name in times)
        {
            if (Bytes.Slice(member + 1, nameLength - 2).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Rows have few members, most of them in the same order as in the row before.</summary>
    private void Insert(int first, RowMember member, long position)
    {
        ReadOnlySpan<byte> name = member.Name(Bytes);
        int at = _nested.Count;
        while (at > first)
        {
            int order = _nested[at - 1].Name(Bytes).SequenceCompareTo(name);
            if (order == 0)
            {
                throw new JsonException(
                    $"The name '{Encoding.UTF8.GetString(name)}' comes twice.", null, 0, position);
            }

            if (order < 0)
            {
                break;
            }

            at--;
        }

        _nested.Insert(at, member);
    }

    private void Arrange(int start, int first, bool isRow)
    {
        _moved.Clear();
        _moved.Add((byte)'{');
        for (int i = first; i < _nested.Count; i++)
        {
            RowMember member = _nested[i];
            if (i > first)
            {
                _moved.Add((byte)',');
            }

            if (isRow)
            {
                Add(member with { Start = start + _moved.Length });
            }

            _moved.Add(Bytes.Slice(member.Start, member.Length));
        }

        _moved.Add((byte)'}');
        Bytes.CutTo(start);
        Bytes.Add(_moved.Written);
    }
}
