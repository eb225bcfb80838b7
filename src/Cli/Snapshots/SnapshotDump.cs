using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>A dump that was named on the command line.</summary>
/// <param name="Source">Gives its rows.</param>
/// <param name="Key">The fields of its key.</param>
/// <param name="Started">
/// When it was begun: later changes are not in it. Null where that is when it begins to be read.
/// </param>
internal sealed record SnapshotDump(
    ISnapshotSource Source, IReadOnlyList<string> Key, DateTimeOffset? Started = null) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Source is IAsyncDisposable held ? held.DisposeAsync() : ValueTask.CompletedTask;
}
