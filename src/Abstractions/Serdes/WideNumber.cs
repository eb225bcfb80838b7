using System.Buffers.Binary;

namespace Kappa;

/// <summary>A decimal without its sign, with 28 digits behind the point: a whole number of up to 190 bits.</summary>
internal readonly struct WideNumber
{
    /// <summary>Digits behind the point: as many as a decimal may have.</summary>
    public const int Scale = 28;

    private const int DigitsOfWord = 19; // 10^19 is the highest power of ten in 64 bits.
    private const ulong SignBit = 1UL << 63;

    private readonly ulong _high;
    private readonly ulong _middle;
    private readonly ulong _low;

    private WideNumber(ulong high, ulong middle, ulong low) => (_high, _middle, _low) = (high, middle, low);

    public static WideNumber Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        int digits = Scale - value.Scale;
        return new WideNumber(0, (uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0])
            .Times(PowerOfTen(Math.Min(digits, DigitsOfWord)))
            .Times(PowerOfTen(Math.Max(0, digits - DigitsOfWord)));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static WideNumber Read(ReadOnlySpan<byte> data)
    {
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(data) ^ SignBit;
        ulong middle = BinaryPrimitives.ReadUInt64BigEndian(data[8..]);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(data[16..]);
        var number = new WideNumber(high, middle, low);
        return (high & SignBit) == 0 ? number : number.Negated();
    }

    /// <summary>Writes 24 bytes that sort as the numbers with their signs do.</summary>
    public void Write(Span<byte> data, bool isNegative)
    {
        WideNumber signed = isNegative ? Negated() : this;
        BinaryPrimitives.WriteUInt64BigEndian(data, signed._high ^ SignBit);
        BinaryPrimitives.WriteUInt64BigEndian(data[8..], signed._middle);
        BinaryPrimitives.WriteUInt64BigEndian(data[16..], signed._low);
    }

    /// <summary>The decimal of a scale; false where it would need more digits than it has.</summary>
    public bool TryToDecimal(byte scale, bool isNegative, out decimal value)
    {
        int digits = Scale - scale;
        WideNumber whole = Over(PowerOfTen(Math.Min(digits, DigitsOfWord)), out ulong first)
            .Over(PowerOfTen(Math.Max(0, digits - DigitsOfWord)), out ulong second);
        bool fits = whole._high == 0 && whole._middle <= uint.MaxValue && first == 0 && second == 0;
        value = fits
            ? new decimal((int)whole._low, (int)(whole._low >> 32), (int)whole._middle, isNegative, scale) : 0;
        return fits;
    }

    private static ulong PowerOfTen(int digits)
    {
        ulong power = 1;
        for (; digits > 0; digits--)
        {
            power *= 10;
        }

        return power;
    }

    private WideNumber Negated()
    {
        ulong low = 0 - _low;
        ulong middle = ~_middle + (low == 0 ? 1UL : 0);
        return new WideNumber(~_high + (low == 0 && middle == 0 ? 1UL : 0), middle, low);
    }

    private WideNumber Times(ulong factor)
    {
        UInt128 low = (UInt128)_low * factor;
        UInt128 middle = ((UInt128)_middle * factor) + (low >> 64);
        return new WideNumber((_high * factor) + (ulong)(middle >> 64), (ulong)middle, (ulong)low);
    }

    private WideNumber Over(ulong divisor, out ulong rest)
    {
        (UInt128 high, UInt128 over) = UInt128.DivRem(_high, divisor);
        (UInt128 middle, over) = UInt128.DivRem((over << 64) | _middle, divisor);
        (UInt128 low, over) = UInt128.DivRem((over << 64) | _low, divisor);
        rest = (ulong)over;
        return new WideNumber((ulong)high, (ulong)middle, (ulong)low);
    }
}
