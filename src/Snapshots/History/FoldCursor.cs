using System.Buffers.Binary;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Walks the table that sorted records say: of each key the first one, unless it is a deletion.</summary>
/// <param name="records">The records (<see cref="FoldRecord"/>); they go with the cursor.</param>
internal sealed class FoldCursor(MergedRuns records) : IRowCursor
{
    private readonly RowBytes _key = new();
    private bool _hasKey;

    public ReadOnlySpan<byte> Key => records.Key;

    public ReadOnlySpan<byte> Value => records.Value[FoldRecord.HeadBytes..];

    public long TimestampMs => BinaryPrimitives.ReadInt64LittleEndian(records.Value[1..]);

    public bool MoveNext()
    {
        while (records.MoveNext())
        {
            if (_hasKey && records.Key.SequenceEqual(_key.Written))
            {
                continue;
            }

            _key.Clear();
            _key.Add(records.Key);
            _hasKey = true;
            if (records.Value[0] != 0)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => records.Dispose();
}
