using System.Buffers;

namespace Kappa.StateStores;

/// <summary>The bytes of a session's row: its key, coded, then its end and its start.</summary>
/// <remarks>One thread.</remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <param name="keySerde">Codes keys, so that they sort.</param>
public sealed class SessionKeys<TKey>(ISerde<TKey> keySerde)
{
    private readonly SortedKey<TKey> _coding = new(keySerde);
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Makes the bytes of a row's key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="span">End and start of the session.</param>
    public byte[] Write(TKey key, SessionSpan span)
    {
        _bytes.ResetWrittenCount();
        _coding.Write(key, _bytes);
        span.Write(_bytes.GetSpan(SessionSpan.Bytes));
        _bytes.Advance(SessionSpan.Bytes);
        return _bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads the bytes of a row's key.</summary>
    /// <param name="row">The bytes.</param>
    /// <exception cref="KappaException">KAP3007: they do not begin with a key.</exception>
    public (TKey Key, SessionSpan Span) Read(ReadOnlySpan<byte> row)
    {
        int length = _coding.Length(row);
        return length + SessionSpan.Bytes == row.Length
            ? (_coding.Read(row[..length]), SessionSpan.Read(row[length..]))
            : throw StoreErrors.KeyUnreadable(keySerde.Name, row);
    }
}
