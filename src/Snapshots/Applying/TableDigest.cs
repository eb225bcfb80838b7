using System.Globalization;
using System.IO.Hashing;

namespace Kappa.Snapshots;

/// <summary>The digest of a table: the sum of its rows' hashes, modulo 2^128, whatever their order.</summary>
/// <remarks>
/// Two tables whose keys are unique have the same digest where they are the same, and else with a chance of one in
/// 2^128. It is no proof against somebody who makes rows for it. Since the order says nothing, the digest of a dump is
/// known when it has been read, before anybody sorts it: a dump in which nothing changed ends there. One thread.
/// </remarks>
internal sealed class TableDigest
{
    private readonly RowBytes _row = new();
    private UInt128 _sum;

    /// <summary>Hash of a row: XXH128 of key, tab, value.</summary>
    public UInt128 HashOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _row.Clear();
        _row.Add(key);
        _row.Add((byte)'\t');
        _row.Add(value);
        return XxHash128.HashToUInt128(_row.Written);
    }

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Add(HashOf(key, value));

    public void Add(UInt128 hash) => _sum += hash;

    /// <summary>In hexadecimal.</summary>
    public override string ToString() => _sum.ToString("x32", CultureInfo.InvariantCulture);
}
