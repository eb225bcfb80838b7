namespace Kappa.Engine;

/// <summary>
/// Where the lanes of an exchange end that begin in a task: how many records it has sent through each.
/// </summary>
/// <remarks>
/// A count and not an offset: lanes of several workers share a partition, so none of them knows its offsets before the
/// commit. Belongs to the task's thread while it processes.
/// </remarks>
/// <param name="exchange">Name of the exchange.</param>
/// <param name="counts">The records of each lane, by downstream task, as of the last commit.</param>
internal sealed class LaneEnds(string exchange, long[] counts)
{
    public string Exchange { get; } = exchange;

    public long[] Counts { get; } = counts;

    /// <summary>Whether any has moved since the last commit.</summary>
    public bool HasMoved { get; private set; }

    /// <summary>Counts a record.</summary>
    /// <returns>Its number in its lane, from 0.</returns>
    public long Add(int downstream)
    {
        HasMoved = true;
        return Counts[downstream]++;
    }

    public void Committed() => HasMoved = false;
}
