using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Reads the keys that rows with something behind their key begin with.</summary>
/// <param name="store">Name of the store, for messages.</param>
/// <param name="keySerde">Serde of the keys.</param>
internal sealed class RowKeys<TKey>(string store, ISerde<TKey> keySerde)
{
    private readonly GroupedKey<TKey> _keys = new(keySerde);

    /// <summary>A key as a store of one row a key has it.</summary>
    /// <param name="coded">The key's part of the row's bytes.</param>
    public byte[] Sorted(ReadOnlySpan<byte> coded)
    {
        var sorted = new ArrayBufferWriter<byte>();
        try
        {
            keySerde.SerializeSorted(_keys.Read(coded), sorted);
        }
        catch (Exception error) when (error is not OutOfMemoryException) // It is the user's code.
        {
            throw EngineErrors.RowUnreadable(store, "key", error);
        }

        return sorted.WrittenSpan.ToArray();
    }

    /// <summary>The key's part of the bytes of a row.</summary>
    /// <param name="sorted">The key as a store of one row a key has it.</param>
    public byte[] Coded(ReadOnlySpan<byte> sorted) => _keys.Write(keySerde.DeserializeSorted(sorted));
}
