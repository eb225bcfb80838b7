namespace Kappa.Replay.Tests;

/// <summary>Holds whoever does a step, the n-th time, until the test lets it go on.</summary>
internal sealed class StepGate(string step, int times = 1)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new();
    private int _left = times;

    /// <summary>Completes when the step is done, and its thread waits.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Pass(string name)
    {
        if (name == step && Interlocked.Decrement(ref _left) == 0)
        {
            _reached.TrySetResult();
            if (!_open.Task.Wait(TimeSpan.FromSeconds(60)))
            {
                throw new TimeoutException($"Nobody opened the gate at {step}.");
            }
        }
    }

    public void Open() => _open.TrySetResult();
}
