namespace Kappa.Engine;

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> data, string what)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private readonly string _what = what;
    private int _position;

    public readonly bool AtEnd => _position == _data.Length;

    public byte Byte()
    {
        if (AtEnd)
        {
            throw Damaged();
        }

        return _data[_position++];
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    /// <summary>A number that is never negative: an offset, a clock, a cut.</summary>
    public long Long() => (long)Varint() is >= 0 and var value ? value : throw Damaged();

    /// <summary>
    /// A count that the rest of the record must be able to hold, so that damage cannot ask for memory.
    /// </summary>
    public int Count()
    {
        long count = Long();
        return Checked(count, _data.Length - _position);
    }

    /// <summary>A number from 0 to <paramref name="most"/>; any other is damage.</summary>
    public int CountUpTo(int most) => Checked(Long(), most);

    /// <summary>A count, then as many numbers.</summary>
    public long[] Longs()
    {
        var values = new long[Count()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Long();
        }

        return values;
    }

    public long Signed()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public string Text()
    {
        int length = Count();
        string text = System.Text.Encoding.UTF8.GetString(_data.Slice(_position, length));
        _position += length;
        return text;
    }

    /// <summary>The next bytes; valid as long as the data.</summary>
    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (length > _data.Length - _position)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> bytes = _data.Slice(_position, length);
        _position += length;
        return bytes;
    }

    /// <summary>All that is left; valid as long as the data.</summary>
    public ReadOnlySpan<byte> Rest() => Bytes(_data.Length - _position);

    /// <summary>Reads the version byte and refuses one that this build does not know.</summary>
    public void ExpectVersion(byte version)
    {
        byte found = Byte();
        if (found != version)
        {
            throw EngineErrors.UnknownRecordVersion(_what, found, version);
        }
    }

    /// <summary>Reads the version byte where this build knows all versions from 1 to a highest one.</summary>
    public byte VersionUpTo(byte highest)
    {
        byte found = Byte();
        return found >= 1 && found <= highest ? found : throw EngineErrors.UnknownRecordVersion(_what, found, highest);
    }

    private readonly int Checked(long count, int most) =>
        count >= 0 && count <= most ? (int)count : throw Damaged();

    /// <summary>What it read last cannot be.</summary>
    public readonly KappaException Damaged() => EngineErrors.DamagedRecord(_what, _position);
}
