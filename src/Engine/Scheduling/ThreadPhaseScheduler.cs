namespace Kappa.Engine;

/// <summary>Runs the tasks of a phase on a fixed set of threads; item n always runs on the same thread.</summary>
/// <remarks>The calling thread is the first of them, so one thread means no hand-over at all.</remarks>
public sealed class ThreadPhaseScheduler : IPhaseScheduler
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _starts;
    private readonly Exception?[] _errors;
    private readonly CountdownEvent _done = new(0);
    private Action<int>? _work;
    private int _count;
    private volatile bool _stopping;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many, 1 or more, the caller included.</param>
    /// <param name="name">Goes into the threads' names.</param>
    public ThreadPhaseScheduler(int threads, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = new Thread[threads - 1];
        _starts = new SemaphoreSlim[threads - 1];
        _errors = new Exception?[threads];
        for (int i = 0; i < _threads.Length; i++)
        {
            int helper = i;
            _starts[i] = new SemaphoreSlim(0);
            _threads[i] = new Thread(() => Help(helper)) { IsBackground = true, Name = $"{name} {i + 2}" };
            _threads[i].Start();
        }
    }

    /// <inheritdoc/>
    public void Run(int count, Action<int> work)
    {
        (_work, _count) = (work, count);
        int helpers = Math.Min(_threads.Length, count - 1);
        if (helpers > 0)
        {
            _done.Reset(helpers);
            for (int i = 0; i < helpers; i++)
            {
                _starts[i].Release();
            }
        }

        RunShare(0);
        if (helpers > 0)
        {
            _done.Wait();
        }

        ThrowErrors();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        for (int i = 0; i < _threads.Length; i++)
        {
            _starts[i].Release();
            _threads[i].Join();
            _starts[i].Dispose();
        }

        _done.Dispose();
    }

    private void Help(int helper)
    {
        while (true)
        {
            _starts[helper].Wait();
            if (_stopping)
            {
                return;
            }

            RunShare(helper + 1);
            _done.Signal();
        }
    }

    private void RunShare(int share)
    {
        for (int item = share; item < _count; item += _threads.Length + 1)
        {
            try
            {
                _work!(item);
            }
            catch (Exception error)
            {
                _errors[share] ??= error;
            }
        }
    }

    private void ThrowErrors()
    {
        if (Array.Exists(_errors, error => error is not null))
        {
            Exception[] errors = [.. _errors.OfType<Exception>()];
            Array.Clear(_errors);
            throw new AggregateException(errors);
        }
    }
}
