namespace Kappa;

/// <summary>Which time a schedule goes by.</summary>
public enum PunctuationType
{
    /// <summary>The highest timestamp that the task has seen: it stands still where no record comes.</summary>
    StreamTime,

    /// <summary>
    /// The clock of the cuts: it goes on without records, by cuts of its own, a second apart at least.
    /// </summary>
    WallClockTime,
}
