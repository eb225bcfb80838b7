namespace Kappa.Replay;

/// <summary>Lets one through at a time. Thread-safe.</summary>
internal sealed class Turnstile : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Goes through if nobody is inside; disposing the answer comes out again.</summary>
    /// <returns>Null where somebody is.</returns>
    public IDisposable? TryEnter() => _gate.Wait(0) ? new Turn(_gate) : null;

    /// <summary>Waits until nobody is inside, and goes through; disposing the answer comes out again.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        return new Turn(_gate);
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
