using System.Buffers;

namespace Kappa.Graph;

/// <summary>A byte that says which values there are, then those.</summary>
internal sealed class GroupChangeSerde<TValue>(ISerde<TValue> values) : ISerde<GroupChange<TValue>>
{
    private const byte HasAdded = 1;
    private const byte HasRemoved = 2;

    public string Name => $"group-change({values.Name})";

    public void Serialize(GroupChange<TValue> value, IBufferWriter<byte> writer)
    {
        Parts.Write(writer, (byte)((value.HasAdded ? HasAdded : 0) | (value.HasRemoved ? HasRemoved : 0)));
        if (value.HasAdded)
        {
            Parts.Write(writer, values, value.Added!);
        }

        if (value.HasRemoved)
        {
            Parts.Write(writer, values, value.Removed!);
        }
    }

    public GroupChange<TValue> Deserialize(ReadOnlySpan<byte> data)
    {
        byte has = Parts.ReadByte(ref data);
        bool hasAdded = (has & HasAdded) != 0;
        bool hasRemoved = (has & HasRemoved) != 0;
        TValue? added = hasAdded ? Parts.Read(ref data, values) : default;
        TValue? removed = hasRemoved ? Parts.Read(ref data, values) : default;
        return new GroupChange<TValue>(added, hasAdded, removed, hasRemoved);
    }
}
