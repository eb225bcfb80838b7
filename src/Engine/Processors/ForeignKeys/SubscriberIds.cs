using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Makes the part of a subscriber's row that stands for its key. One thread.</summary>
internal sealed class SubscriberIds<TKey>(ISerde<TKey> keySerde)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public SubscriberId Of(TKey key)
    {
        _bytes.ResetWrittenCount();
        keySerde.SerializeSorted(key, _bytes);
        return SubscriberId.Of(_bytes.WrittenSpan);
    }
}
