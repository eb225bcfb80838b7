using System.Buffers;

namespace Kappa;

/// <summary>
/// The bytes of the inner serde, and so its name too: null itself is a tombstone and never comes here.
/// </summary>
internal sealed class NullableSerde<T>(ISerde<T> inner) : ISerde<T?>
    where T : struct
{
    public string Name => inner.Name;

    public bool EqualsComparesBytes => inner.EqualsComparesBytes;

    public int SortedBytes => inner.SortedBytes;

    public void Serialize(T? value, IBufferWriter<byte> writer) => inner.Serialize(value!.Value, writer);

    public T? Deserialize(ReadOnlySpan<byte> data) => inner.Deserialize(data);

    public void SerializeSorted(T? value, IBufferWriter<byte> writer) => inner.SerializeSorted(value!.Value, writer);

    public T? DeserializeSorted(ReadOnlySpan<byte> data) => inner.DeserializeSorted(data);
}
