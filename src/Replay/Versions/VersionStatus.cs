using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>How a version stands.</summary>
/// <param name="Record">What the registry says.</param>
/// <param name="Engine">How its engine stands; null where it does not run.</param>
/// <param name="Error">What stopped it; null where nothing did.</param>
/// <param name="Partitions">For each source partition, how far it is.</param>
/// <param name="RecordsPerSecond">Speed of a replay over the last seconds.</param>
/// <param name="Throttle">Its throttle.</param>
/// <param name="ThrottleFactor">The share of its full speed that the throttle leaves it, 0 to 1.</param>
/// <param name="Live">The live version beside it; null for none.</param>
/// <param name="Cutover">The last cutover of the topology; null for none.</param>
public sealed record VersionStatus(
    VersionRecord Record, EngineStatus? Engine, string? Error, IReadOnlyList<PartitionProgress> Partitions,
    double RecordsPerSecond, Throttle Throttle, double ThrottleFactor, LiveStatus? Live, CutoverStatus? Cutover)
{
    private const double MostSeconds = 1e11; // Three thousand years: what a TimeSpan holds.

    /// <summary>Records done so far.</summary>
    public long RecordsDone => Partitions.Sum(partition => partition.Offset - partition.Start);

    /// <summary>Records that there are to do.</summary>
    public long RecordsTotal => Partitions.Sum(partition => partition.End - partition.Start);

    /// <summary>Time that is left at this speed; null where nobody can say.</summary>
    public TimeSpan? Eta => RecordsDone >= RecordsTotal ? TimeSpan.Zero
        : RecordsPerSecond <= 0 ? null
        : TimeSpan.FromSeconds(Math.Min(MostSeconds, (RecordsTotal - RecordsDone) / RecordsPerSecond));
}
