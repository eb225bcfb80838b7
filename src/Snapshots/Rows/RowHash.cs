using System.Globalization;
using System.IO.Hashing;

namespace Kappa.Snapshots;

/// <summary>Hashes of rows and of keys: XXH128. One thread.</summary>
/// <remarks>
/// Two rows have the same hash with a chance of one in 2^128: they are taken for the same. It is no proof against
/// somebody who makes rows for it.
/// </remarks>
internal sealed class RowHash
{
    /// <summary>What stands between key and value.</summary>
    public const byte Separator = (byte)'\t';

    private readonly RowBytes _row = new();

    /// <summary>Hash of a key; never 0.</summary>
    public static UInt128 OfKey(ReadOnlySpan<byte> key)
    {
        UInt128 hash = XxHash128.HashToUInt128(key);
        return hash == UInt128.Zero ? UInt128.One : hash;
    }

    /// <summary>Hash of a row: of key, tab, value.</summary>
    public UInt128 Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _row.Clear();
        _row.Add(key);
        _row.Add(Separator);
        _row.Add(value);
        return Of(_row.Written);
    }

    /// <summary>Hash of a row.</summary>
    /// <param name="row">Key, separator, value.</param>
    public static UInt128 Of(ReadOnlySpan<byte> row) => XxHash128.HashToUInt128(row);

    /// <summary>The digest of a table in hexadecimal: the sum of its rows' hashes, modulo 2^128.</summary>
    /// <remarks>The order of the rows says nothing, and what changes is added and taken away.</remarks>
    public static string TextOf(UInt128 digest) => digest.ToString("x32", CultureInfo.InvariantCulture);
}
