using System.Buffers;

namespace Kappa.StateStores;

/// <summary>The bytes of a window's row: its key, coded, then its start.</summary>
/// <remarks>One thread.</remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <param name="keySerde">Codes keys, so that they sort.</param>
public sealed class WindowKeys<TKey>(ISerde<TKey> keySerde)
{
    private readonly SortedKey<TKey> _coding = new(keySerde);
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Makes the bytes of a row's key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="startMs">Start of the window, milliseconds since 1970.</param>
    public byte[] Write(TKey key, long startMs)
    {
        _bytes.ResetWrittenCount();
        _coding.Write(key, _bytes);
        new WindowStart(startMs).Write(_bytes.GetSpan(WindowStart.Bytes));
        _bytes.Advance(WindowStart.Bytes);
        return _bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads the bytes of a row's key.</summary>
    /// <param name="row">The bytes.</param>
    /// <exception cref="KappaException">KAP3007: they do not begin with a key.</exception>
    public (TKey Key, long StartMs) Read(ReadOnlySpan<byte> row)
    {
        int length = _coding.Length(row);
        return length + WindowStart.Bytes == row.Length
            ? (_coding.Read(row[..length]), WindowStart.Read(row[length..]).Ms)
            : throw StoreErrors.KeyUnreadable(keySerde.Name, row);
    }
}
