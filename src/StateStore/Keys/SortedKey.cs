using System.Buffers;

namespace Kappa.StateStores;

/// <summary>
/// Codes keys that something follows: the rows of a key are neighbours, and keys sort as their bytes do.
/// </summary>
/// <remarks>
/// No coded key is the beginning of another one: else the windows of "a" and "ab" would lie among each other. Keys of
/// one length are written as they are. In others a byte 0 becomes 00 FF, and 00 01 ends them: it sorts before whatever
/// a longer key goes on with, an escaped 0 included. One thread.
/// </remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <param name="serde">Codes keys, so that they sort.</param>
internal sealed class SortedKey<TKey>(ISerde<TKey> serde)
{
    /// <summary>
    /// Number of this coding. A changelog has the coded bytes too: a version of a topology keeps its coding for ever.
    /// </summary>
    public const int Coding = 1;

    private const byte Escape = 0;
    private const byte EscapedZero = 0xFF;
    private const byte End = 1;

    private readonly int _fixedBytes = serde.SortedBytes;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Writes a key.</summary>
    public void Write(TKey key, IBufferWriter<byte> writer)
    {
        _bytes.ResetWrittenCount();
        serde.SerializeSorted(key, _bytes);
        ReadOnlySpan<byte> bytes = _bytes.WrittenSpan;
        if (_fixedBytes == 0) { WriteEscaped(bytes, writer); }
        else if (bytes.Length == _fixedBytes) { writer.Write(bytes); }
        else { throw StoreErrors.KeyOfOtherLength(serde.Name, bytes.Length, _fixedBytes); }
    }

    /// <summary>How many bytes of a row are its key.</summary>
    /// <param name="row">Bytes that begin with a key.</param>
    public int Length(ReadOnlySpan<byte> row)
    {
        if (_fixedBytes > 0 && row.Length >= _fixedBytes) { return _fixedBytes; }
        for (int at = 0; _fixedBytes == 0 && at < row.Length - 1; at++)
        {
            int zero = row[at..].IndexOf(Escape);
            at += zero;
            if (zero < 0 || at == row.Length - 1) { break; }
            if (row[at + 1] == End) { return at + 2; }
            if (row[++at] != EscapedZero) { break; }
        }

        throw StoreErrors.KeyUnreadable(serde.Name, row);
    }

    /// <summary>Reads a key.</summary>
    /// <param name="coded">The bytes of the key, all of them and no others.</param>
    public TKey Read(ReadOnlySpan<byte> coded)
    {
        if (_fixedBytes > 0) { return serde.DeserializeSorted(coded); }
        ReadOnlySpan<byte> escaped = coded[..^2];
        _bytes.ResetWrittenCount();
        while (escaped.IndexOf(Escape) is >= 0 and var zero)
        {
            _bytes.Write(escaped[..(zero + 1)]);
            escaped = escaped[(zero + 2)..];
        }

        _bytes.Write(escaped);
        return serde.DeserializeSorted(_bytes.WrittenSpan);
    }

    private static void WriteEscaped(ReadOnlySpan<byte> bytes, IBufferWriter<byte> writer)
    {
        while (bytes.IndexOf(Escape) is >= 0 and var zero)
        {
            writer.Write(bytes[..zero]);
            writer.Write([Escape, EscapedZero]);
            bytes = bytes[(zero + 1)..];
        }

        writer.Write(bytes);
        writer.Write([Escape, End]);
    }
}
