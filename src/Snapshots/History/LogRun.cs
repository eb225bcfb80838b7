using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>Records of a partition that are in the order of their keys as they are: nobody has to sort them.</summary>
/// <param name="cursor">Stands before the first of them; it goes with the run.</param>
/// <param name="end">The offset behind the last of them.</param>
internal sealed class LogRun(RecordCursor cursor, long end) : IRunBytes
{
    private const int Bytes = 32 << 10; // So few that they are close by when they are copied.

    private readonly RowBytes _rows = new();
    private int _given;

    public int Read(Span<byte> to)
    {
        if (_given == _rows.Length)
        {
            Take();
        }

        int count = Math.Min(to.Length, _rows.Length - _given);
        _rows.Slice(_given, count).CopyTo(to);
        _given += count;
        return count;
    }

    public void Dispose() => cursor.Dispose();

    private void Take()
    {
        _rows.Clear();
        _given = 0;
        while (_rows.Length < Bytes && cursor.MoveNext(end))
        {
            FoldRecord.Append(_rows, cursor);
        }
    }
}
