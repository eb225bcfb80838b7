using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Hands the lines of a part on as rows of a dump.</summary>
internal sealed class SnapshotLines(ISnapshotRows rows, long place) : ILineSink
{
    public void Add(long line, ReadOnlySpan<byte> text) => rows.Add(place + line, text);

    public ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }
}
