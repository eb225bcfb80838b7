using Kappa.Building;

namespace Kappa;

/// <summary>Which updates of a table go on, and when; those between are held back. Immutable.</summary>
/// <remarks>
/// Time is that of the records that come to the operator: it passes only while they come. What is held back is state
/// with a changelog: a restart and a replay send the same rows at the same records.
/// </remarks>
public sealed class Suppressed
{
    private Suppressed(TimeSpan? limit, BufferConfig buffer, string? name = null) =>
        (Limit, Buffer, Name) = (limit, buffer, name);

    /// <summary>How long a row waits; null until its window closes.</summary>
    internal TimeSpan? Limit { get; }

    internal BufferConfig Buffer { get; }

    internal string? Name { get; }

    /// <summary>
    /// Lets the last row of each window go on when the window takes no record any more, and no other; a window whose
    /// row was taken away sends nothing.
    /// </summary>
    /// <param name="bufferConfig">What is held back, at most.</param>
    public static Suppressed UntilWindowCloses(StrictBufferConfig bufferConfig)
    {
        ArgumentNullException.ThrowIfNull(bufferConfig);
        return new Suppressed(null, bufferConfig);
    }

    /// <summary>Lets the last row of a key go on when so much time has passed since the first one that waits.</summary>
    /// <param name="timeToWaitForMoreEvents">Zero or more.</param>
    /// <param name="bufferConfig">What is held back, at most.</param>
    /// <exception cref="KappaException">KAP1084: rows cannot wait for less than no time.</exception>
    public static Suppressed UntilTimeLimit(TimeSpan timeToWaitForMoreEvents, BufferConfig bufferConfig)
    {
        ArgumentNullException.ThrowIfNull(bufferConfig);
        return timeToWaitForMoreEvents >= TimeSpan.Zero
            ? new Suppressed(timeToWaitForMoreEvents, bufferConfig)
            : throw TopologyErrors.SuppressedFor(timeToWaitForMoreEvents);
    }

    /// <summary>The same with a name for what is held back: its changelog has it.</summary>
    /// <param name="name"><c>[a-z][a-z0-9-]{0,63}</c>, unique among the stores of the topology.</param>
    /// <exception cref="KappaException">KAP1005: this cannot name a store.</exception>
    public Suppressed WithName(string name) => new(Limit, Buffer, Names.CheckedStore(name));
}
