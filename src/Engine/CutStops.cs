namespace Kappa.Engine;

/// <summary>Those who wait for an instance to stand at a cut. Guarded by the lock that its runs take.</summary>
internal sealed class CutStops
{
    private readonly List<CutStop> _stops = [];

    /// <summary>Where the next run has to end: at the lowest cut that somebody still waits for.</summary>
    public long Next()
    {
        long next = long.MaxValue;
        for (int i = _stops.Count - 1; i >= 0; i--)
        {
            if (_stops[i].Reached.IsCompleted)
            {
                _stops.RemoveAt(i); // Given up by who waited.
            }
            else
            {
                next = Math.Min(next, _stops[i].Cut);
            }
        }

        return next;
    }

    public void Add(CutStop stop) => _stops.Add(stop);

    /// <summary>Answers those who wait for the cut that is committed now, or for an earlier one.</summary>
    /// <param name="instance">For the message.</param>
    /// <param name="committed">The last committed cut.</param>
    /// <param name="take">Takes a checkpoint; where it fails, the one who waits for it is told.</param>
    public void Meet(string instance, long committed, Func<EngineCheckpoint> take)
    {
        for (int i = _stops.Count - 1; i >= 0; i--)
        {
            CutStop stop = _stops[i];
            if (stop.Cut <= committed)
            {
                _stops.RemoveAt(i);
                Answer(stop, instance, committed, take);
            }
        }
    }

    /// <summary>Ends all waits.</summary>
    public void Fail(Exception error)
    {
        _stops.ForEach(stop => stop.Fail(error));
        _stops.Clear();
    }

    private static void Answer(CutStop stop, string instance, long committed, Func<EngineCheckpoint> take)
    {
        if (stop.Cut < committed)
        {
            stop.Fail(new InvalidOperationException(
                $"Instance {instance} stands at cut {committed}, behind cut {stop.Cut}."));
            return;
        }

        try
        {
            stop.Complete(take());
        }
        catch (Exception error)
        {
            stop.Fail(error);
        }
    }
}
