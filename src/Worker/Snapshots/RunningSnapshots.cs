using Kappa.Snapshots;

namespace Kappa.Worker;

/// <summary>The topics that a snapshot is being applied to: one at a time to each. Thread-safe.</summary>
internal sealed class RunningSnapshots
{
    private readonly Dictionary<string, RunningSnapshot> _running = new(StringComparer.Ordinal);

    /// <summary>Begins one; it ends when what is returned is disposed of.</summary>
    /// <exception cref="KappaException">KAP8040 (exit 5): another one runs.</exception>
    public RunningSnapshot Begin(string topic)
    {
        var run = new RunningSnapshot(() => End(topic));
        lock (_running)
        {
            return _running.TryAdd(topic, run) ? run : throw SnapshotErrors.Running(topic);
        }
    }

    /// <summary>How far the one of a topic is; null where none runs, or has not begun to say it.</summary>
    public SnapshotStep? StepOf(string topic)
    {
        lock (_running)
        {
            return _running.GetValueOrDefault(topic)?.Step;
        }
    }

    /// <summary>Waits until all have ended.</summary>
    public Task WaitAsync()
    {
        lock (_running)
        {
            return Task.WhenAll(_running.Values.Select(run => run.Ended));
        }
    }

    private void End(string topic)
    {
        lock (_running)
        {
            _running.Remove(topic);
        }
    }
}
