using System.Runtime.ExceptionServices;

namespace Kappa.Engine;

/// <summary>
/// What an instance has opened, in order: all of it is closed, in reverse, also where some of it fails.
/// </summary>
internal sealed class OpenedParts : IDisposable
{
    private readonly Stack<IDisposable> _parts = new();

    public T Add<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Closes everything, then throws the first error.</summary>
    public void Dispose()
    {
        if (Close() is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>Closes everything after an error that says more than those of closing could.</summary>
    public void Abandon() => Close();

    private Exception? Close()
    {
        Exception? first = null;
        while (_parts.TryPop(out IDisposable? part))
        {
            try
            {
                part.Dispose();
            }
            catch (Exception error)
            {
                first ??= error;
            }
        }

        return first;
    }
}
