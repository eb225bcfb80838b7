namespace Kappa.Logs;

/// <summary>The committed offsets of all groups in memory, as the topic of groups says.</summary>
/// <remarks>
/// Thread-safe. Every look first reads what was committed since the last one, so nothing has to tell it of commits. A
/// commit moves all its partitions together, so who has seen its records finds its offsets.
/// </remarks>
internal sealed class GroupOffsets(EmbeddedLog log, CommitQueue commits)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Dictionary<TopicPartition, long>> _groups = new(StringComparer.Ordinal);
    private PartitionLog? _partition; // Null as long as no group has committed anything.
    private long? _earliest;
    private long _next;

    /// <summary>Names of the groups that have offsets, ordered.</summary>
    public IReadOnlyList<string> Groups()
    {
        lock (_lock)
        {
            Follow_NeedsLock();
            return [.. _groups.Keys.Where(group => Find_NeedsLock(group).Count > 0)];
        }
    }

    /// <summary>The offsets of a group; those in topics that were deleted do not count.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Find(string group)
    {
        lock (_lock)
        {
            Follow_NeedsLock();
            return Find_NeedsLock(group);
        }
    }

    /// <summary>All that groups have committed in a topic, though it may be gone.</summary>
    public IReadOnlyList<(string Group, TopicPartition Partition)> In(string topic)
    {
        lock (_lock)
        {
            Follow_NeedsLock();
            return [.. _groups.SelectMany(group => group.Value.Keys
                .Where(partition => partition.Topic == topic)
                .Select(partition => (group.Key, partition)))];
        }
    }

    /// <summary>All that a group has committed, in topics that are gone too.</summary>
    public IReadOnlyList<(string Group, TopicPartition Partition)> Of(string group)
    {
        lock (_lock)
        {
            Follow_NeedsLock();
            return _groups.TryGetValue(group, out Dictionary<TopicPartition, long>? offsets)
                ? [.. offsets.Keys.Select(partition => (group, partition))]
                : [];
        }
    }

    private Dictionary<TopicPartition, long> Find_NeedsLock(string group) => _groups.TryGetValue(group, out var offsets)
        ? new Dictionary<TopicPartition, long>(offsets.Where(entry => log.Find(entry.Key.Topic) is not null))
        : [];

    /// <summary>Reads up to the last stable offset.</summary>
    private void Follow_NeedsLock()
    {
        PartitionLog? partition = log.TryPartition(GroupTopic.Partition);
        if (partition != _partition || partition?.Earliest != _earliest)
        {
            Forget_NeedsLock(partition); // Another topic, or somebody has deleted records of this one.
        }

        while (_partition is not null && _next < LastStable(_partition))
        {
            long dropped = _partition.Compaction.DroppedTo;
            if (_next < dropped && _next > 0)
            {
                Forget_NeedsLock(_partition); // Tombstones that were not seen may be gone.
            }

            long from = _next;
            try
            {
                Read_NeedsLock(_partition);
            }
            catch (KappaException error) when (error.Code == LogErrors.RecordsDeleted)
            {
                Forget_NeedsLock(_partition);
                continue;
            }

            if (_partition.Compaction.DroppedTo is var now && now != dropped && now > from)
            {
                Forget_NeedsLock(_partition); // They went while this read.
            }
        }
    }

    private void Read_NeedsLock(PartitionLog partition)
    {
        long end = LastStable(partition);
        using RecordCursor cursor = new(new PartitionReader(partition, Math.Max(_next, partition.Earliest)));
        while (cursor.MoveNext(end))
        {
            if (!GroupTopic.TryRead(cursor, out string group, out TopicPartition read, out long? offset))
            {
                throw LogErrors.UnknownFormat(
                    $"{GroupTopic.Partition} at offset {cursor.Offset}", "another version of committed offsets", "1");
            }

            Apply_NeedsLock(group, read, offset);
        }

        _next = end;
    }

    private void Apply_NeedsLock(string group, TopicPartition partition, long? offset)
    {
        if (!_groups.TryGetValue(group, out Dictionary<TopicPartition, long>? offsets))
        {
            offsets = [];
            _groups.Add(group, offsets);
        }

        if (offset is { } value)
        {
            offsets[partition] = value;
        }
        else
        {
            offsets.Remove(partition);
        }

        if (offsets.Count == 0)
        {
            _groups.Remove(group);
        }
    }

    private void Forget_NeedsLock(PartitionLog? partition)
    {
        _groups.Clear();
        _partition = partition;
        _earliest = partition?.Earliest;
        _next = 0;
    }

    private long LastStable(PartitionLog partition)
    {
        lock (commits.PublishLock)
        {
            return partition.LastStable;
        }
    }
}
