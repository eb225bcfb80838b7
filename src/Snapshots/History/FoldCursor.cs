using System.Buffers.Binary;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Walks the table that sorted records say: of each key the first one, unless it is a deletion.</summary>
/// <param name="runs">Files of records; before each value stand a byte that is 0 for a deletion, and the time.</param>
internal sealed class FoldCursor(IReadOnlyList<string> runs) : IRowCursor
{
    /// <summary>Bytes before a value.</summary>
    public const int HeadBytes = 9;

    private readonly MergedRuns _records = new(runs);
    private readonly RowBytes _key = new();
    private bool _hasKey;

    public ReadOnlySpan<byte> Key => _records.Key;

    public ReadOnlySpan<byte> Value => _records.Value[HeadBytes..];

    public long TimestampMs => BinaryPrimitives.ReadInt64LittleEndian(_records.Value[1..]);

    public bool MoveNext()
    {
        while (_records.MoveNext())
        {
            if (_hasKey && _records.Key.SequenceEqual(_key.Written))
            {
                continue;
            }

            _key.Clear();
            _key.Add(_records.Key);
            _hasKey = true;
            if (_records.Value[0] != 0)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _records.Dispose();
}
