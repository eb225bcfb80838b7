namespace Kappa;

/// <summary>
/// A point of a topology's history: everything before it has been seen, nothing after it (protocols.md, Cuts).
/// </summary>
/// <param name="Number">Number of the cut; dense, from 1. 0 is the beginning, before every record.</param>
/// <param name="ClockMs">The only clock that processing sees, milliseconds since 1970; it never goes back.</param>
/// <param name="EventTimeMs">Highest timestamp of the records that the cut covers, milliseconds since 1970.</param>
public readonly record struct Cut(long Number, long ClockMs, long EventTimeMs)
{
    /// <summary>The beginning: before every record.</summary>
    public static Cut Zero { get; } = new(0, 0, long.MinValue);
}
