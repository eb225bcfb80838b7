using Kappa.Snapshots;

namespace Kappa.Worker;

/// <summary>The topics that a snapshot is being applied to: one at a time to each. Thread-safe.</summary>
internal sealed class RunningSnapshots
{
    private readonly Dictionary<string, TaskCompletionSource> _running = new(StringComparer.Ordinal);

    /// <summary>Begins one; it ends when what is returned is disposed of.</summary>
    /// <exception cref="KappaException">KAP8040 (exit 5): another one runs.</exception>
    public IDisposable Begin(string topic)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_running)
        {
            return _running.TryAdd(topic, end) ? new Run(this, topic) : throw SnapshotErrors.Running(topic);
        }
    }

    /// <summary>Waits until all have ended.</summary>
    public Task WaitAsync()
    {
        lock (_running)
        {
            return Task.WhenAll(_running.Values.Select(end => end.Task));
        }
    }

    private void End(string topic)
    {
        lock (_running)
        {
            _running.Remove(topic, out TaskCompletionSource? end);
            end!.SetResult();
        }
    }

    private sealed class Run(RunningSnapshots owner, string topic) : IDisposable
    {
        public void Dispose() => owner.End(topic);
    }
}
