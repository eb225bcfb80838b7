namespace Kappa.Logs;

/// <summary>The members of all groups in this process, and who has which partition.</summary>
/// <remarks>
/// Thread-safe, without a thread of its own: whoever joins, leaves, goes on or changes a topic works out what follows
/// for the others and wakes them. A partition is somebody's until he has given it back, so it never has two owners.
/// </remarks>
internal sealed class GroupMembers(EmbeddedLog log)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, List<GroupMember>> _groups = new(StringComparer.Ordinal);
    private bool _ended;

    /// <summary>The groups that have members, ordered by name, and how many.</summary>
    public IReadOnlyList<(string Group, int Members)> Counts()
    {
        lock (_lock)
        {
            return [.. _groups.Select(group => (group.Key, group.Value.Count))];
        }
    }

    public int Count(string group)
    {
        lock (_lock)
        {
            return _groups.TryGetValue(group, out List<GroupMember>? members) ? members.Count : 0;
        }
    }

    public GroupMember Join(string group, IReadOnlyCollection<string> topics)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, log);
            GroupMember member = new(this, group, new GroupShare(topics));
            if (!_groups.TryGetValue(group, out List<GroupMember>? members))
            {
                members = [];
                _groups.Add(group, members);
            }

            members.Add(member);
            Share_NeedsLock(members);
            return member;
        }
    }

    /// <summary>Does something while a group has no members, and none can join.</summary>
    /// <exception cref="KappaException">KAP2107: it has some.</exception>
    public void RunWithoutMembers(string group, Action action)
    {
        lock (_lock)
        {
            if (_groups.TryGetValue(group, out List<GroupMember>? members))
            {
                throw LogErrors.GroupHasMembers(group, members.Count);
            }

            action();
        }
    }

    /// <summary>Follows a topic that has come, gone or grown.</summary>
    public void Follow(string topic, bool isDeleted)
    {
        lock (_lock)
        {
            foreach (List<GroupMember> members in _groups.Values)
            {
                foreach (GroupMember member in isDeleted ? members : [])
                {
                    member.Share.Gone.UnionWith(member.Share.Owned.Where(partition => partition.Topic == topic));
                }

                Share_NeedsLock(members);
            }
        }
    }

    public IReadOnlyList<TopicPartition> Assigned(GroupMember member)
    {
        lock (_lock)
        {
            return [.. member.Share.Owned];
        }
    }

    public Task<GroupChange> Next(GroupMember member)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(member.HasLeft, member);
            if (member.Waiter is not null)
            {
                throw new InvalidOperationException("The member waits for its next change already.");
            }

            member.Share.TakeBack();
            List<GroupMember> members = _groups[member.Group];
            member.Waiter = new TaskCompletionSource<GroupChange>(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<GroupChange> next = member.Waiter.Task;
            Wake_NeedsLock(members);
            return next;
        }
    }

    public void Cancel(GroupMember member, CancellationToken token)
    {
        lock (_lock)
        {
            member.Waiter?.TrySetCanceled(token);
            member.Waiter = null;
        }
    }

    public void Leave(GroupMember member)
    {
        lock (_lock)
        {
            if (member.HasLeft)
            {
                return;
            }

            List<GroupMember> members = _groups[member.Group];
            members.Remove(member);
            End_NeedsLock(member, new ObjectDisposedException(nameof(IGroupMember)));
            if (members.Count == 0)
            {
                _groups.Remove(member.Group);
            }

            Share_NeedsLock(members);
        }
    }

    /// <summary>Ends all members with the log.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            foreach (GroupMember member in _groups.Values.SelectMany(members => members))
            {
                End_NeedsLock(member, new ObjectDisposedException(nameof(EmbeddedLog)));
            }

            _groups.Clear();
        }
    }

    private static void End_NeedsLock(GroupMember member, Exception reason)
    {
        member.HasLeft = true;
        member.Share.Owned.Clear();
        member.Waiter?.TrySetException(reason);
        member.Waiter = null;
    }

    private void Share_NeedsLock(List<GroupMember> members)
    {
        SortedSet<TopicPartition> partitions = new(PartitionOrder.Instance);
        foreach (string topic in members.SelectMany(member => member.Share.Topics).Distinct(StringComparer.Ordinal))
        {
            int count = log.Find(topic)?.Partitions ?? 0;
            partitions.UnionWith(Enumerable.Range(0, count).Select(number => new TopicPartition(topic, number)));
        }

        StickyAssignment.Assign([.. members.Select(member => member.Share)], partitions);
        Wake_NeedsLock(members);
    }

    /// <summary>Gives members that wait the change that is due to them, if one is.</summary>
    private static void Wake_NeedsLock(List<GroupMember> members)
    {
        HashSet<TopicPartition> owned = [.. members.SelectMany(member => member.Share.Owned)];
        foreach (GroupMember member in members)
        {
            if (member.Waiter is { } waiter && TakeChange(member.Share, owned) is { } change)
            {
                member.Waiter = null;
                waiter.SetResult(change);
            }
        }
    }

    private static GroupChange? TakeChange(GroupShare share, HashSet<TopicPartition> owned)
    {
        share.Revoked.UnionWith(share.Owned.Where(
            partition => !share.Target.Contains(partition) || share.Gone.Contains(partition)));
        if (share.Revoked.Count > 0)
        {
            return new GroupChange(GroupChangeKind.Revoked, [.. share.Revoked]);
        }

        TopicPartition[] assigned = [.. share.Target.Where(owned.Add)]; // None that has an owner still.
        share.Owned.UnionWith(assigned);
        return assigned.Length > 0 ? new GroupChange(GroupChangeKind.Assigned, assigned) : null;
    }
}
