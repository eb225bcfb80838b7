namespace Kappa.Snapshots;

/// <summary>
/// A row that is built value by value, for dumps whose rows all have the same columns: nobody parses it again, so it
/// is several times as quick as JSON.
/// </summary>
/// <remarks>
/// One for a whole dump: give a value for each column, in the order of the columns, then
/// <see cref="ISnapshotRows.Add(long, SnapshotRow)"/>, which takes the row and begins the next one. One thread.
/// </remarks>
public sealed class SnapshotRow
{
    private readonly RowBytes _values = new();
    private readonly (int Start, int Length)[] _places;
    private readonly int[] _order;
    private readonly byte[][] _names; // As in "name":, by column.
    private readonly RowParts _row = new(layout: new object());
    private int _next;

    /// <summary>Prepares for columns.</summary>
    /// <param name="columns">Their names.</param>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public SnapshotRow(IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Distinct(StringComparer.Ordinal).Count() != columns.Count)
        {
            throw new ArgumentException("The name of a column comes twice.", nameof(columns));
        }

        _places = new (int, int)[columns.Count];
        _names = [.. columns.Select(name => (byte[])[(byte)'"', .. RowKey.NameOf(name), (byte)'"', (byte)':'])];
        _order = [.. Enumerable.Range(0, columns.Count)];
        _order.AsSpan().Sort((x, y) => _names[x].AsSpan()[1..^2].SequenceCompareTo(_names[y].AsSpan()[1..^2]));
    }

    /// <summary>The row as JSON, in canonical form.</summary>
    /// <exception cref="InvalidOperationException">A column has no value yet.</exception>
    public ReadOnlySpan<byte> Json => Parts.Value;

    /// <summary>The row, finished.</summary>
    internal RowParts Parts
    {
        get
        {
            if (_next != _places.Length)
            {
                throw new InvalidOperationException($"{_next} of {_places.Length} columns have a value.");
            }

            Arrange();
            return _row;
        }
    }

    /// <summary>The next value is null.</summary>
    public void AddNull() => Place(Begin(), "null"u8);

    /// <summary>The next value is a truth value.</summary>
    /// <param name="value">The value.</param>
    public void AddBoolean(bool value) => Place(Begin(), value ? "true"u8 : "false"u8);

    /// <summary>The next value is a text.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">It has half a surrogate pair.</exception>
    public void AddText(ReadOnlySpan<char> value)
    {
        int start = Begin();
        CanonicalText.Write(value, _values);
        End(start);
    }

    /// <summary>The next value is a number, if the text is one.</summary>
    /// <param name="value">A number of JSON: no sign but minus, no zero in front, as 007 has.</param>
    /// <returns>False where it is none; the column has no value then.</returns>
    public bool TryAddNumber(ReadOnlySpan<char> value)
    {
        if (!JsonNumber.Is(value))
        {
            return false;
        }

        Span<byte> number = value.Length <= 256 ? stackalloc byte[value.Length] : new byte[value.Length];
        for (int i = 0; i < number.Length; i++)
        {
            number[i] = (byte)value[i];
        }

        int start = Begin();
        CanonicalNumber.Write(number, _values);
        End(start);
        return true;
    }

    /// <summary>Drops the values, for the next row.</summary>
    internal void Clear()
    {
        _values.Clear();
        _next = 0;
    }

    private int Begin() => _next < _places.Length ? _values.Length
        : throw new InvalidOperationException($"All {_places.Length} columns have a value.");

    private void Place(int start, ReadOnlySpan<byte> value)
    {
        _values.Add(value);
        End(start);
    }

    private void End(int start) => _places[_next++] = (start, _values.Length - start);

    private void Arrange()
    {
        _row.Clear();
        RowBytes bytes = _row.Bytes;
        bytes.Add((byte)'{');
        foreach (int column in _order)
        {
            if (bytes.Length > 1)
            {
                bytes.Add((byte)',');
            }

            byte[] name = _names[column];
            (int start, int length) = _places[column];
            _row.Add(new RowMember(bytes.Length, name.Length - 1, name.Length + length));
            bytes.Add(name);
            bytes.Add(_values.Slice(start, length));
        }

        bytes.Add((byte)'}');
    }
}
