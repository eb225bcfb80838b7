namespace Kappa.Engine;

/// <summary>An operator that has something to do when time passes, not only when a record comes.</summary>
internal interface ITimed
{
    /// <summary>
    /// When it is to be called by the clock, milliseconds since 1970; <see cref="long.MaxValue"/> for never. Whoever
    /// does not know yet, since no cut has come, says <see cref="long.MinValue"/>: it is called at the first one.
    /// </summary>
    long DueClockMs { get; }

    /// <summary>Takes up where the last commit left it.</summary>
    /// <param name="rows">What <see cref="Save"/> wrote; without rows where there was no commit.</param>
    void Load(TimeRows rows);

    /// <summary>Writes what it needs to go on, at the end of a run.</summary>
    void Save(TimeRows rows);

    /// <summary>
    /// The clock has reached <see cref="DueClockMs"/>: at the start of a slice, before its records. It is due later
    /// than the slice's clock then.
    /// </summary>
    /// <param name="cut">The cut of the slice.</param>
    void OnClock(in Cut cut);

    /// <summary>A record has moved stream time, and has been processed.</summary>
    /// <param name="streamTimeMs">The task's stream time, milliseconds since 1970.</param>
    void OnStreamTime(long streamTimeMs);
}
