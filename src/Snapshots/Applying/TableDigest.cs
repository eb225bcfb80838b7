using System.Security.Cryptography;

namespace Kappa.Snapshots;

/// <summary>SHA-256 of a table: of its rows in the order of their keys, each as key, tab, value, line feed.</summary>
internal sealed class TableDigest : IDisposable
{
    private const int PartBytes = 64 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly RowBytes _part = new();

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _part.Add(key);
        _part.Add((byte)'\t');
        _part.Add(value);
        _part.Add((byte)'\n');
        if (_part.Length >= PartBytes)
        {
            Flush();
        }
    }

    /// <summary>Gives the digest in hexadecimal.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_part.Written);
        _part.Clear();
    }
}
