using System.Text;
using System.Text.Json;

namespace Kappa.Snapshots;

/// <summary>The key of a record, from the fields of its row.</summary>
/// <remarks>
/// One field: text stands for itself, anything else for its canonical JSON, as <c>kappa topic produce --key</c> has it.
/// Several: the JSON array of their values. A field that is not there, null or empty gives no key. One thread.
/// </remarks>
internal sealed class RowKey(IReadOnlyList<string> fields)
{
    private readonly byte[][] _names = [.. fields.Select(NameOf)];
    private readonly int[] _at = new int[fields.Count]; // Where each was in the row before.
    private readonly RowBytes _key = new();

    public ReadOnlySpan<byte> Value => _key.Written;

    /// <summary>Makes the key of a row.</summary>
    /// <returns>Null where it has one, else the field that it lacks.</returns>
    public string? Read(RowParts row)
    {
        _key.Clear();
        if (_names.Length > 1)
        {
            _key.Add((byte)'[');
        }

        for (int i = 0; i < _names.Length; i++)
        {
            if (!row.TryFind(_names[i], ref _at[i], out RowMember member) || IsNothing(row.ValueOf(member)))
            {
                return fields[i];
            }

            Add(i, row.ValueOf(member));
        }

        if (_names.Length > 1)
        {
            _key.Add((byte)']');
        }

        return null;
    }

    /// <summary>A name as canonical text writes it.</summary>
    internal static byte[] NameOf(string name)
    {
        var bytes = new RowBytes();
        var reader = new Utf8JsonReader(JsonSerializer.SerializeToUtf8Bytes(name, SnapshotJson.Default.String));
        reader.Read();
        CanonicalText.Write(ref reader, bytes);
        return bytes.Written[1..^1].ToArray();
    }

    private static bool IsNothing(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("null"u8) || value.SequenceEqual("\"\""u8);

    private void Add(int index, ReadOnlySpan<byte> value)
    {
        if (_names.Length > 1)
        {
            if (index > 0)
            {
                _key.Add((byte)',');
            }

            _key.Add(value);
        }
        else if (value[0] != '"')
        {
            _key.Add(value);
        }
        else if (value.Contains((byte)'\\'))
        {
            var reader = new Utf8JsonReader(value);
            reader.Read();
            _key.Add(Encoding.UTF8.GetBytes(reader.GetString()!));
        }
        else
        {
            _key.Add(value[1..^1]);
        }
    }
}
