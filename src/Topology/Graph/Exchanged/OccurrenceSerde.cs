using System.Buffers;

namespace Kappa.Graph;

/// <summary>The key with its length before it, then the id.</summary>
internal sealed class OccurrenceSerde<TKey, TId>(ISerde<TKey> keys, ISerde<TId> ids) : ISerde<Occurrence<TKey, TId>>
{
    public string Name => $"occurrence({keys.Name}, {ids.Name})";

    public bool EqualsComparesBytes => keys.EqualsComparesBytes && ids.EqualsComparesBytes;

    public void Serialize(Occurrence<TKey, TId> value, IBufferWriter<byte> writer)
    {
        Parts.Write(writer, keys, value.Key);
        ids.Serialize(value.Id, writer);
    }

    public Occurrence<TKey, TId> Deserialize(ReadOnlySpan<byte> data)
    {
        TKey key = Parts.Read(ref data, keys);
        return new Occurrence<TKey, TId>(key, ids.Deserialize(data));
    }
}
