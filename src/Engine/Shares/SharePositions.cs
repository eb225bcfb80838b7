using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>How far the shares of a divided instance are, as one of them sees it: follows their positions.</summary>
/// <remarks>Read between two runs by the engine's thread, asked in runs by those of tasks.</remarks>
internal sealed class SharePositions : IDisposable
{
    private readonly ILog _log;
    private readonly TopicPartition _partition;
    private readonly RecordCursor _cursor;
    private readonly Dictionary<string, Position> _shares = new(StringComparer.Ordinal); // By their keys.
    private readonly Dictionary<string, TaskPosition> _tasks = new(StringComparer.Ordinal);
    private readonly long[] _starts;
    private readonly string[] _all;
    private readonly string[] _upstream;

    /// <param name="log">The log.</param>
    /// <param name="plan">The instance.</param>
    /// <param name="share">The share that asks.</param>
    /// <param name="starts">The first offset of each source that it was to read.</param>
    public SharePositions(ILog log, TaskPlan plan, TaskShare share, long[] starts)
    {
        (_log, _partition, _starts) = (log, PositionLog.PartitionOf(plan.Instance), starts);
        TaskShare[] shares = [.. share.Division.SharesOf(plan)];
        HashSet<int> before = UpstreamOf(plan, share);
        _all = [.. shares.Select(other => other.Name)];
        _upstream = [.. shares.Where(other => share.Division.Workers.Keys.Any(
            task => before.Contains(task.Subtopology) && other.Owns(plan, task))).Select(other => other.Name)];
        long from = shares.Select(other => PositionLog.ReadShare(log, plan.Instance, other).TasksFrom!.Value).Min();
        _cursor = new RecordCursor(log.OpenReader(_partition, from));
        Refresh();
    }

    /// <summary>The last cut that all shares have committed whose lanes end here.</summary>
    public long UpstreamCut => _upstream.Length == 0 ? long.MaxValue
        : _upstream.Min(share => _shares[share].Cut.Number);

    /// <summary>Takes in what has been committed since.</summary>
    public void Refresh()
    {
        long end = _log.Offsets(_partition).LastStable;
        while (_cursor.MoveNext(end))
        {
            if (PositionLog.TaskOf(_cursor.Key) is { } task)
            {
                _tasks[task] = TaskPosition.Read(_cursor.Value, _partition.ToString());
            }
            else if (PositionLog.ShareOf(_cursor.Key) is { } share)
            {
                _shares[share] = PositionCodec.Read(_cursor.Value, _partition.ToString());
            }
        }
    }

    /// <summary>How many records a task has committed to the lane of an exchange to a downstream task.</summary>
    public long CountOf(TaskId upstream, string exchange, int downstream) => _tasks[upstream.ToString()]
        .LanesOut[exchange][downstream];

    /// <summary>
    /// How many records an end of the sources is beyond the lowest committed cut of all shares (protocols.md 2).
    /// </summary>
    /// <param name="sources">What <paramref name="ends"/> follows.</param>
    /// <param name="ends">The end offsets.</param>
    public long RecordsAhead(CutSources sources, ReadOnlySpan<long> ends)
    {
        Position lowest = _all.Select(share => _shares[share]).MinBy(position => position.Cut.Number)!;
        long ahead = 0;
        for (int source = 0; source < ends.Length; source++)
        {
            bool isKnown = lowest.Sources.TryIndexOf(sources.Partitions[source], out int index);
            long from = isKnown ? Math.Max(lowest.Ends[index], lowest.Starts[index]) : _starts[source];
            ahead += Math.Max(0, ends[source] - from);
        }

        return ahead;
    }

    public void Dispose() => _cursor.Dispose();

    private static HashSet<int> UpstreamOf(TaskPlan plan, TaskShare share) =>
    [
        .. share.Division.Workers.Keys.Where(task => share.Owns(plan, task))
            .SelectMany(task => plan.Topology.Graph.Subtopologies[task.Subtopology].Inputs)
            .Where(input => input is IExchangeNode).Select(exchange => plan.UpstreamOf(exchange).Id),
    ];
}
