using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Puts the source offsets of an instance into its commits, all or now and then, so that the tools of the log show its
/// lag, and a cluster knows of each transaction whose it is (protocols.md 15).
/// </summary>
/// <remarks>
/// Where the instance goes on is in its positions. Belongs to the engine's thread.
/// </remarks>
internal sealed class SourceOffsets(TaskPlan plan, CutLog cuts, EngineSettings settings)
{
    private readonly HashSet<TopicPartition> _partitions = [.. Partitions(plan, settings.Share)];
    private long[]? _owed;
    private long[]? _sent;
    private long? _sentTicks;

    /// <summary>How long until offsets that no commit has carried yet are due; null where there are none.</summary>
    public TimeSpan? DueIn => _owed is null ? null : Left();

    /// <summary>Appends the offsets of a commit, or keeps them for a later one.</summary>
    /// <param name="producer">The commit's.</param>
    /// <param name="ends">The end offset of each source.</param>
    public void Append(ILogProducer producer, ReadOnlySpan<long> ends)
    {
        if (settings.GroupOffsets is null)
        {
            return;
        }

        if (Left() > TimeSpan.Zero)
        {
            _owed ??= new long[ends.Length];
            ends.CopyTo(_owed);
            return;
        }

        for (int source = 0; source < ends.Length; source++)
        {
            TopicPartition partition = cuts.Sources.Partitions[source];
            if (_partitions.Contains(partition))
            {
                producer.AppendOffset(plan.Instance, partition, ends[source]);
            }
        }

        _owed = null;
        _sent ??= new long[ends.Length];
        ends.CopyTo(_sent);
        _sentTicks = settings.Seams.Time.GetTimestamp();
    }

    /// <summary>Appends the offsets of the last commit to one beside the runs, where each carries them.</summary>
    public void AppendBeside(ILogProducer producer)
    {
        if (_sent is { } ends && settings.GroupOffsets == TimeSpan.Zero)
        {
            Append(producer, ends);
        }
    }

    /// <summary>Commits what is owed, where it is due and nothing else comes to be committed.</summary>
    public void CommitOwed(ILogProducer producer)
    {
        if (_owed is { } ends && Left() <= TimeSpan.Zero)
        {
            Append(producer, ends);
            producer.Commit();
        }
    }

    /// <summary>The source partitions that the tasks read.</summary>
    private static IEnumerable<TopicPartition> Partitions(TaskPlan plan, TaskShare? share) => plan.TaskIdsOf(share)
        .SelectMany(task => plan.Topology.Graph.Subtopologies[task.Subtopology].Inputs.OfType<ISourceNode>()
            .SelectMany(source => Partitions(plan, source, task.Partition)));

    private static IEnumerable<TopicPartition> Partitions(TaskPlan plan, ISourceNode source, int partition) =>
        source is IGlobalNode
            ? Enumerable.Range(0, plan.Sources.First(known => known.Topic == source.Topic).Partitions)
                .Select(each => new TopicPartition(source.Topic, each))
            : [new TopicPartition(source.Topic, partition)];

    private TimeSpan Left() => _sentTicks is { } sent
        ? settings.GroupOffsets!.Value - settings.Seams.Time.GetElapsedTime(sent) : TimeSpan.Zero;
}
