using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>Hands the lines, or rows, of a part on as rows of a dump.</summary>
/// <param name="rows">Takes the rows.</param>
/// <param name="place">Place of the line before the first one.</param>
/// <param name="progress">Told how many rows have come.</param>
internal sealed class SnapshotLines(ISnapshotRows rows, long place, SnapshotProgress progress) : IRowSink
{
    private long _count;

    public void Add(long line, ReadOnlySpan<byte> text)
    {
        rows.Add(place + line, text);
        _count++;
    }

    public void Add(long number, SnapshotRow row)
    {
        rows.Add(place + number, row);
        _count++;
    }

    public async ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await progress.ReportAsync(_count);
        _count = 0;
    }
}
