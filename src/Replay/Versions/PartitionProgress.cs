using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>How far a version is in a source partition.</summary>
/// <param name="Partition">The partition, such as <c>flights/0</c>.</param>
/// <param name="Start">The first offset that it was to read.</param>
/// <param name="Offset">The offset up to which it is.</param>
/// <param name="End">The offset up to which it could be, by what is known of it.</param>
public sealed record PartitionProgress(string Partition, long Start, long Offset, long End)
{
    /// <summary>How far an engine is in each partition that its version reads, by name.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="asOf">Where it stands.</param>
    /// <param name="live">
    /// Where the live version stands, which it follows; null where it is that or there is none.
    /// </param>
    internal static IReadOnlyList<PartitionProgress> Of(IRunningVersion engine, AsOf asOf, AsOf? live)
    {
        IReadOnlyDictionary<string, long> ends = engine.Lag.Last.Ends;
        var partitions = new List<PartitionProgress>();
        foreach ((string partition, long offset) in asOf.Offsets.OrderBy(at => at.Key, StringComparer.Ordinal))
        {
            if (!engine.Topology.Graph.SourceTopics.Contains(TopicOf(partition)))
            {
                continue; // A source of another version.
            }

            // The log may have moved since it was asked, but never behind where a version stands.
            long end = live?.Offsets.GetValueOrDefault(partition, -1) is { } ahead and >= 0
                ? ahead : Math.Max(offset, ends.GetValueOrDefault(partition));
            long start = Math.Min(engine.Lag.Starts.GetValueOrDefault(partition), end);
            partitions.Add(new PartitionProgress(partition, start, Math.Clamp(offset, start, end), end));
        }

        return partitions;
    }

    private static string TopicOf(string partition) => partition[..partition.LastIndexOf('/')];
}
