using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>Records of a partition that are in the order of their keys as they are: nobody has to sort them.</summary>
/// <param name="cursor">Stands before the first of them; it goes with the run.</param>
/// <param name="end">The offset behind the last of them.</param>
internal sealed class LogRun(RecordCursor cursor, long end) : BlockRun
{
    private const int Bytes = 32 << 10; // So few that they are close by when they are copied.

    public override void Dispose() => cursor.Dispose();

    protected override void Take()
    {
        Block.Clear();
        while (Block.Length < Bytes && cursor.MoveNext(end))
        {
            FoldRecord.Append(Block, cursor);
        }
    }
}
