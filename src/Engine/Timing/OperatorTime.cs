namespace Kappa.Engine;

/// <summary>
/// The highest timestamp that an operator has seen, where its store keeps another time. It commits with the rows, so
/// that a restart takes and drops what the run without one does.
/// </summary>
/// <param name="node">Name of the operator.</param>
internal sealed class OperatorTime(string node) : ITimed
{
    private readonly string _row = $"{node}.observed";

    /// <summary>Milliseconds since 1970; <see cref="long.MinValue"/> before the first record.</summary>
    public long Ms { get; private set; } = long.MinValue;

    public long DueClockMs => long.MaxValue;

    /// <summary>A record comes; the time never falls.</summary>
    public void Observe(long timestampMs) => Ms = Math.Max(Ms, timestampMs);

    public void Load(TimeRows rows) => Ms = rows.Read(_row, long.MinValue);

    public void Save(TimeRows rows)
    {
        if (Ms != long.MinValue)
        {
            rows.Write(_row, Ms);
        }
    }

    public void OnClock(in Cut cut)
    {
    }

    public void OnStreamTime(long streamTimeMs)
    {
    }
}
