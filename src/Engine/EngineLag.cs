namespace Kappa.Engine;

/// <summary>How far an engine is behind its sources, by what the log last said of their ends.</summary>
/// <param name="Records">
/// Records in the source topics after what is committed. Offsets of control batches and aborted transactions among them
/// count too, until nothing else is left.
/// </param>
/// <param name="ReadAt">When the log said so.</param>
/// <param name="Ends">
/// The end of each source partition then, such as <c>flights/0</c>; where it was read to, if no record follows.
/// </param>
public sealed record EngineLag(long Records, DateTimeOffset ReadAt, IReadOnlyDictionary<string, long> Ends)
{
    /// <summary>Whether an engine that stands there has taken in all that the log had.</summary>
    /// <param name="asOf">Where it stands.</param>
    public bool IsReachedBy(AsOf asOf)
    {
        ArgumentNullException.ThrowIfNull(asOf);
        return Ends.All(end => asOf.Offsets.GetValueOrDefault(end.Key) >= end.Value);
    }
}
