namespace Kappa.Logs;

/// <summary>A number that followers wait on; nothing is allocated while nobody waits.</summary>
internal sealed class ChangeSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiters;
    private Exception? _end;
    private long _number;

    public long Number => Volatile.Read(ref _number);

    public void Move()
    {
        TaskCompletionSource? waiters;
        lock (_lock)
        {
            _number++;
            waiters = _waiters;
            _waiters = null;
        }

        waiters?.SetResult();
    }

    /// <summary>Ends all waits, now and later, with an error.</summary>
    public void End(Exception error)
    {
        TaskCompletionSource? waiters;
        lock (_lock)
        {
            _end ??= error;
            waiters = _waiters;
            _waiters = null;
        }

        waiters?.SetException(error);
    }

    public Task WaitAsync(long seen, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_number != seen)
            {
                return Task.CompletedTask;
            }

            if (_end is not null)
            {
                return Task.FromException(_end);
            }

            _waiters ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiters.Task.WaitAsync(cancellationToken);
        }
    }
}
