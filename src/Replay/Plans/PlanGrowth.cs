using Kappa.Graph;

namespace Kappa.Replay;

/// <summary>
/// Extrapolates what a sample wrote to the whole replay, by the sources that feed each store and output.
/// </summary>
/// <remarks>
/// A small table is read whole within the sample, since its records are old, and grows no further; what a stream feeds
/// grows as the stream is read. Where several sources feed one, the one with most left to read decides.
/// </remarks>
internal sealed class PlanGrowth(TopologyGraph graph, IReadOnlyList<PlanSource> sources, SampleOutcome? outcome)
{
    /// <summary>Upper bound of the bytes of a measured topic.</summary>
    /// <param name="measured">Its place among those that were measured.</param>
    /// <param name="isFedHere">Says which nodes write it.</param>
    /// <returns>Null where the sample cannot say.</returns>
    public long? BytesOf(int measured, Func<Node, bool> isFedHere)
    {
        HashSet<string> topics = TopicsOf(graph.Nodes.Where(isFedHere));
        PlanSource[] feeding = [.. sources.Where(source => topics.Contains(source.Topic))];
        if (feeding.Sum(source => source.Records) == 0)
        {
            return 0;
        }

        if (outcome is not { Windows.Count: > 0 })
        {
            return null;
        }

        long written = outcome.Windows.Sum(window => window.Written[measured]);
        double[] factors = [.. feeding.Select(Factor).OfType<double>()];
        return factors.Length > 0 ? (long)Math.Ceiling(written * factors.Max()) : null;
    }

    /// <summary>How many times what the sample read of a source there is to read; null where it read nothing.</summary>
    private double? Factor(PlanSource source)
    {
        long read = source.Partitions.Sum(partition => Read(source.Topic, partition));
        double all = source.Partitions.Sum(partition => partition.End - partition.From);
        return read > 0 ? Math.Max(1, all / read) : null;
    }

    /// <summary>Offsets of a partition that the sample went over.</summary>
    private long Read(string topic, PlanPartition partition)
    {
        string name = new TopicPartition(topic, partition.Partition).ToString();
        return outcome!.Ends.TryGetValue(name, out long end) ? Math.Max(0, end - partition.From) : 0;
    }

    private static HashSet<string> TopicsOf(IEnumerable<Node> nodes)
    {
        var topics = new HashSet<string>();
        var left = new Stack<Node>(nodes);
        while (left.TryPop(out Node? node))
        {
            if (node is ISourceNode source)
            {
                topics.Add(source.Topic);
            }

            foreach (Node parent in node.Parents)
            {
                left.Push(parent);
            }
        }

        return topics;
    }
}
