namespace Kappa.Engine;

/// <summary>A sealed block: the records of the cut topic from an offset to an offset, as they were.</summary>
/// <remarks>Before them come the records that hold on from before the block, for who begins with it.</remarks>
internal sealed class CutBlock(
    CutBlockHeader header, CutState before, CutState after, ReadOnlyMemory<byte> values,
    IReadOnlyList<(long Offset, int End)> records)
{
    public CutBlockHeader Header { get; } = header;

    /// <summary>The state before its records.</summary>
    public CutState Before { get; } = before;

    /// <summary>The state behind them.</summary>
    public CutState After { get; } = after;

    /// <summary>Number of records, carried ones too.</summary>
    public int Count => records.Count;

    public long OffsetOf(int index) => records[index].Offset;

    public ReadOnlySpan<byte> ValueOf(int index) =>
        values.Span[(index == 0 ? 0 : records[index - 1].End)..records[index].End];

    /// <summary>The first record at or behind an offset; one before the block means all that is carried too.</summary>
    public int IndexOf(long offset)
    {
        if (offset < Header.Start)
        {
            return 0;
        }

        int index = 0;
        while (index < Count && records[index].Offset < offset)
        {
            index++;
        }

        return index;
    }
}
