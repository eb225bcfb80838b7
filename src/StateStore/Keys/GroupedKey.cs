using System.Buffers;

namespace Kappa.StateStores;

/// <summary>A key as rows begin with it that have something behind it.</summary>
/// <remarks>One thread.</remarks>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <param name="serde">Codes keys, so that they sort.</param>
public sealed class GroupedKey<TKey>(ISerde<TKey> serde)
{
    private readonly SortedKey<TKey> _coding = new(serde);

    /// <summary>Makes the bytes of a key.</summary>
    /// <param name="key">The key.</param>
    public byte[] Write(TKey key)
    {
        var bytes = new ArrayBufferWriter<byte>();
        _coding.Write(key, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads a key.</summary>
    /// <param name="coded">Its bytes, all of them and no others.</param>
    /// <exception cref="KappaException">KAP3007: they are no key.</exception>
    public TKey Read(ReadOnlySpan<byte> coded) => _coding.Length(coded) == coded.Length
        ? _coding.Read(coded) : throw StoreErrors.KeyUnreadable(serde.Name, coded);
}
