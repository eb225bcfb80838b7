using System.Diagnostics;

namespace Kappa.Mutants;

/// <summary>Says when a program that tests a mutant hangs, however busy the machine is.</summary>
/// <remarks>
/// Time on the clock says nothing beside other work. A program hangs that stands still for longer than any test waits,
/// or has used far more of the processor than it does without a mutant.
/// </remarks>
/// <param name="most">The most time of the processor.</param>
internal sealed class Patience(TimeSpan most)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3); // Tests wait for a minute at most.
    private static readonly TimeSpan StandsStill = TimeSpan.FromMilliseconds(20); // What timers take in that time.

    private long _movedAt = Stopwatch.GetTimestamp();
    private TimeSpan _used;

    /// <summary>For what has to end by itself.</summary>
    public static Patience Endless => new(TimeSpan.MaxValue);

    /// <summary>What the program has used of the processor.</summary>
    public TimeSpan Used { get; private set; }

    /// <summary>Whether it should be ended.</summary>
    public bool IsOver(Process process)
    {
        Used = process.TotalProcessorTime;
        if (Used - _used > StandsStill)
        {
            (_used, _movedAt) = (Used, Stopwatch.GetTimestamp());
        }

        return most != TimeSpan.MaxValue && (Used > most || Stopwatch.GetElapsedTime(_movedAt) > LongestWait);
    }
}
