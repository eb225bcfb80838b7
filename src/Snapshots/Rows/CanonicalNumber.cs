using System.Globalization;
using System.Text;

namespace Kappa.Snapshots;

/// <summary>One notation for each number: 1.0, 1e0 and 1 are the same.</summary>
/// <remarks>
/// Exact, however many digits there are. Like JavaScript's: digits without an exponent from 1e-6 up to 1e21, one digit
/// before the point beyond.
/// </remarks>
internal static class CanonicalNumber
{
    private const int MostPlainDigits = 21;
    private const int MostLeadingZeros = 6;

    /// <summary>Writes a number.</summary>
    /// <param name="number">A number of JSON.</param>
    /// <param name="output">Receives it.</param>
    public static void Write(ReadOnlySpan<byte> number, RowBytes output)
    {
        bool isInteger = number.IndexOfAny("-.eE"u8) < 0 && number.Length <= MostPlainDigits;
        if (isInteger)
        {
            output.Add(number);
            return;
        }

        bool isNegative = number[0] == '-';
        Span<byte> digits = number.Length <= 256 ? stackalloc byte[number.Length] : new byte[number.Length];
        if (!TrySplit(number[(isNegative ? 1 : 0)..], digits, out int count, out long exponent))
        {
            output.Add(number); // An exponent beyond all bounds: it stays as it is.
            return;
        }

        if (isNegative && count > 0)
        {
            output.Add((byte)'-');
        }

        Write(digits[..count], exponent, output);
    }

    /// <summary>Gives the digits without zeros around them, and the exponent that goes with them.</summary>
    private static bool TrySplit(ReadOnlySpan<byte> number, Span<byte> digits, out int count, out long exponent)
    {
        (count, exponent) = (0, 0);
        bool isFraction = false;
        for (int i = 0; i < number.Length; i++)
        {
            byte symbol = number[i];
            if (symbol == '.')
            {
                isFraction = true;
            }
            else if (symbol is (byte)'e' or (byte)'E')
            {
                if (!int.TryParse(
                    number[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int given))
                {
                    return false;
                }

                exponent += given;
                break;
            }
            else
            {
                exponent -= isFraction ? 1 : 0;
                if (count > 0 || symbol != '0')
                {
                    digits[count++] = symbol;
                }
            }
        }

        for (; count > 0 && digits[count - 1] == '0'; count--)
        {
            exponent++;
        }

        return true;
    }

    private static void Write(ReadOnlySpan<byte> digits, long exponent, RowBytes output)
    {
        long point = digits.Length + exponent; // Digits before the point.
        if (digits.IsEmpty)
        {
            output.Add((byte)'0');
        }
        else if (point > MostPlainDigits || point <= -MostLeadingZeros)
        {
            WriteScientific(digits, point - 1, output);
        }
        else if (exponent >= 0)
        {
            output.Add(digits);
            AddZeros((int)exponent, output);
        }
        else if (point > 0)
        {
            output.Add(digits[..(int)point]);
            output.Add((byte)'.');
            output.Add(digits[(int)point..]);
        }
        else
        {
            output.Add("0."u8);
            AddZeros((int)-point, output);
            output.Add(digits);
        }
    }

    private static void WriteScientific(ReadOnlySpan<byte> digits, long exponent, RowBytes output)
    {
        output.Add(digits[0]);
        if (digits.Length > 1)
        {
            output.Add((byte)'.');
            output.Add(digits[1..]);
        }

        output.Add(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"e{exponent:+0;-0}")));
    }

    private static void AddZeros(int count, RowBytes output)
    {
        output.Reserve(count)[..count].Fill((byte)'0');
        output.Advance(count);
    }
}
