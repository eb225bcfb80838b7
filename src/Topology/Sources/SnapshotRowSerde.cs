using System.Buffers;

namespace Kappa.Sources;

/// <summary>Rows as <c>kappa snapshot apply</c> writes them: what is no JSON object is named as such.</summary>
/// <remarks>It is the inner serde otherwise, and has its name: a topic that is read without it is the same.</remarks>
internal sealed class SnapshotRowSerde<TValue>(ISerde<TValue> inner) : ISerde<TValue>, ISnapshotRows
{
    public string Name => inner.Name;

    public bool EqualsComparesBytes => inner.EqualsComparesBytes;

    public int SortedBytes => inner.SortedBytes;

    public void Serialize(TValue value, IBufferWriter<byte> writer) => inner.Serialize(value, writer);

    public TValue Deserialize(ReadOnlySpan<byte> data) =>
        !data.IsEmpty && data[0] == '{' ? inner.Deserialize(data) : throw RowErrors.NoRow(data);

    public void SerializeSorted(TValue value, IBufferWriter<byte> writer) => inner.SerializeSorted(value, writer);

    public TValue DeserializeSorted(ReadOnlySpan<byte> data) => inner.DeserializeSorted(data);
}
