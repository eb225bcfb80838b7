using Kappa.Snapshots;

namespace Kappa.Worker;

/// <summary>A snapshot that is being applied, and how far it is. Thread-safe.</summary>
/// <param name="end">Called when it ends.</param>
internal sealed class RunningSnapshot(Action end) : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile object? _step; // In one piece: it is read while it is told.

    /// <summary>How far it is; null before it says so.</summary>
    public SnapshotStep? Step => (SnapshotStep?)_step;

    /// <summary>Ends with it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Takes how far it is.</summary>
    public void Report(SnapshotStep step) => _step = step;

    public void Dispose()
    {
        end();
        _ended.SetResult();
    }
}
