namespace Kappa.Logs;

/// <summary>Groups of readers of the embedded log.</summary>
internal sealed class EmbeddedGroups(EmbeddedLog log, CommitQueue commits, LogContext context) : ILogGroups
{
    private readonly GroupOffsets _offsets = new(log, commits);
    private readonly GroupMembers _members = new(log);
    private readonly Lock _creationLock = new();

    public IReadOnlyList<GroupDescription> List()
    {
        Dictionary<string, int> counts = _members.Counts().ToDictionary(
            group => group.Group, group => group.Members, StringComparer.Ordinal);
        return [.. _offsets.Groups().Union(counts.Keys).Order(StringComparer.Ordinal)
            .Select(group => new GroupDescription(group, counts.GetValueOrDefault(group), _offsets.Find(group)))];
    }

    public GroupDescription? Find(string group)
    {
        ArgumentNullException.ThrowIfNull(group);
        GroupDescription found = new(group, _members.Count(group), _offsets.Find(group));
        return found.Members > 0 || found.Offsets.Count > 0 ? found : null;
    }

    public void Commit(string group, IReadOnlyDictionary<TopicPartition, long> offsets)
    {
        GroupName.Check(group);
        ArgumentNullException.ThrowIfNull(offsets);
        using CommitRequest request = new();
        foreach ((TopicPartition partition, long offset) in offsets)
        {
            PartitionLog read = log.Partition(partition);
            PartitionOffsets range = read.Offsets();
            if (offset < range.Earliest || offset > range.LastStable)
            {
                throw LogErrors.OffsetOutOfRange(partition, offset, range);
            }

            request.Read.Add(read);
        }

        _members.RunWithoutMembers(group, () => { }); // Before a topic is created for nothing.
        if (offsets.Count > 0)
        {
            CreateTopic();
            _members.RunWithoutMembers(
                group, () => Write(request, offsets.Select(entry => (group, entry.Key, (long?)entry.Value))));
        }
    }

    public void Delete(string group)
    {
        GroupName.Check(group);
        _members.RunWithoutMembers(group, () => Forget(_offsets.Of(group)));
    }

    public IGroupMember Join(string group, IReadOnlyCollection<string> topics)
    {
        GroupName.CheckMember(group, topics);
        foreach (string topic in topics)
        {
            log.Partition(new TopicPartition(topic, 0));
        }

        return _members.Join(group, topics);
    }

    /// <summary>Creates the topic of committed offsets where it is missing.</summary>
    public void CreateTopic()
    {
        lock (_creationLock)
        {
            if (log.Find(GroupTopic.Name) is null)
            {
                log.CreateTopic(GroupTopic.Name, GroupTopic.Settings);
            }
        }
    }

    /// <summary>Forgets, durably, what groups have committed in a topic that is not there.</summary>
    /// <remarks>Else one that is created with that name would be read from where the old one was left.</remarks>
    public void Forget(string topic) => Forget(_offsets.In(topic));

    /// <summary>Has the members of groups follow a topic that has come, gone or grown.</summary>
    public void Follow(string topic, bool isDeleted) => _members.Follow(topic, isDeleted);

    /// <summary>Ends all waits of members.</summary>
    public void End() => _members.End();

    private void Forget(IReadOnlyList<(string Group, TopicPartition Partition)> left)
    {
        if (left.Count > 0)
        {
            using CommitRequest request = new();
            Write(request, left.Select(entry => (entry.Group, entry.Partition, (long?)null)));
        }
    }

    private void Write(
        CommitRequest request, IEnumerable<(string Group, TopicPartition Partition, long? Offset)> entries)
    {
        using RecordBuffer records = new();
        long now = context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach ((string group, TopicPartition partition, long? offset) in entries)
        {
            GroupTopic.Add(records, now, group, partition, offset);
        }

        request.Add(log.Partition(GroupTopic.Partition), records);
        request.Seal(context.Time);
        commits.Commit(request);
        if (context.Options.Acknowledge != AcknowledgePolicy.EachCommit)
        {
            commits.Decide((_, _) => { }, () => { }); // Durable under every policy, as the creation of a topic is.
        }
    }
}
