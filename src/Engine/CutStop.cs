namespace Kappa.Engine;

/// <summary>Somebody who waits for an instance to stand at a cut.</summary>
internal sealed class CutStop(long cut)
{
    private readonly TaskCompletionSource<EngineCheckpoint> _reached =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Cut { get; } = cut;

    public Task<EngineCheckpoint> Reached => _reached.Task;

    public void Complete(EngineCheckpoint checkpoint)
    {
        if (!_reached.TrySetResult(checkpoint))
        {
            checkpoint.Dispose(); // Nobody waits any more.
        }
    }

    public void Fail(Exception error) => _reached.TrySetException(error);

    public void Cancel(CancellationToken cancellationToken) => _reached.TrySetCanceled(cancellationToken);
}
