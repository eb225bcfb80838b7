namespace Kappa.Engine;

/// <summary>The time that the operators of a task see: a function of the log alone.</summary>
/// <remarks>Belongs to the task's thread.</remarks>
internal sealed class TaskClock
{
    /// <summary>Stream time before the first record.</summary>
    public const long None = long.MinValue;

    /// <summary>
    /// The cut that the slice in progress leads to; its clock is the only clock that processing sees.
    /// </summary>
    public Cut Cut { get; set; }

    /// <summary>
    /// Highest timestamp of the records that the task took in, milliseconds since 1970; <see cref="None"/> before the
    /// first.
    /// </summary>
    public long StreamTimeMs { get; set; } = None;
}
