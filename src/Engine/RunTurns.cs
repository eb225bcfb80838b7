namespace Kappa.Engine;

/// <summary>Runs of an instance come one at a time; whoever waits for a pause between two of them goes first.</summary>
/// <remarks>One order: the door, then the run. Who is in a turn may take another one.</remarks>
internal sealed class RunTurns
{
    private readonly Lock _door = new();
    private readonly Lock _run = new();

    /// <summary>Runs, behind those who wait for a pause.</summary>
    public T Run<T>(Func<T> run)
    {
        lock (_door)
        {
            // Whoever waits for a pause goes first.
        }

        lock (_run)
        {
            return run();
        }
    }

    /// <summary>Does something on the caller's thread while nothing runs.</summary>
    public T Between<T>(Func<T> work)
    {
        lock (_door)
        {
            lock (_run)
            {
                return work();
            }
        }
    }

    /// <summary>Changes what runs go by: in a turn, or behind the one that runs.</summary>
    public void Change(Action change)
    {
        lock (_run)
        {
            change();
        }
    }
}
