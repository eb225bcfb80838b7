namespace Kappa.Logs;

/// <summary>
/// Shares partitions among the members of a group: as evenly as possible, and moving as few as possible.
/// </summary>
internal static class StickyAssignment
{
    /// <summary>Changes what each member is to have.</summary>
    /// <param name="shares">The members; where two have as much, the earlier one gets more.</param>
    /// <param name="partitions">All partitions that one of them reads, ordered.</param>
    public static void Assign(IReadOnlyList<GroupShare> shares, IReadOnlyCollection<TopicPartition> partitions)
    {
        HashSet<TopicPartition> free = [.. partitions];
        foreach (GroupShare share in shares)
        {
            share.Target.RemoveWhere(partition => !free.Remove(partition));
        }

        foreach (TopicPartition partition in partitions.Where(free.Contains))
        {
            Least(shares.Where(share => share.Topics.Contains(partition.Topic)), partition)?.Target.Add(partition);
        }

        while (shares.OrderByDescending(share => share.Target.Count).Any(share => TryRelieve(share, shares)))
        {
            // Each round makes two shares more even.
        }
    }

    /// <summary>Gives the member with the least; among several the one that has the partition already.</summary>
    private static GroupShare? Least(IEnumerable<GroupShare> shares, TopicPartition partition) =>
        shares.MinBy(share => (share.Target.Count, share.Owned.Contains(partition) ? 0 : 1));

    /// <summary>
    /// Moves one partition from a member to one with at least two fewer, perhaps through others that read other
    /// topics.
    /// </summary>
    private static bool TryRelieve(GroupShare from, IReadOnlyList<GroupShare> shares)
    {
        Dictionary<GroupShare, (GroupShare Giver, TopicPartition Partition)> ways = FindWays(from, shares);
        GroupShare? to = ways.Keys.MinBy(share => share.Target.Count);
        if (to is null || to.Target.Count > from.Target.Count - 2)
        {
            return false;
        }

        while (to != from)
        {
            (GroupShare giver, TopicPartition partition) = ways[to];
            giver.Target.Remove(partition);
            to.Target.Add(partition);
            to = giver;
        }

        return true;
    }

    /// <summary>For each member that partitions can move to, one after the other: from whom, and which.</summary>
    private static Dictionary<GroupShare, (GroupShare Giver, TopicPartition Partition)> FindWays(
        GroupShare from, IReadOnlyList<GroupShare> shares)
    {
        Dictionary<GroupShare, (GroupShare, TopicPartition)> ways = [];
        Queue<GroupShare> givers = new([from]);
        while (givers.TryDequeue(out GroupShare? giver))
        {
            foreach (GroupShare taker in shares)
            {
                if (taker != from && !ways.ContainsKey(taker) && FindMovable(giver, taker) is { } partition)
                {
                    ways.Add(taker, (giver, partition));
                    givers.Enqueue(taker);
                }
            }
        }

        return ways;
    }

    /// <summary>A partition that one may give to the other; best one that the giver was not told of yet.</summary>
    private static TopicPartition? FindMovable(GroupShare giver, GroupShare taker)
    {
        TopicPartition? found = null;
        foreach (TopicPartition partition in giver.Target)
        {
            if (taker.Topics.Contains(partition.Topic))
            {
                found = partition;
                if (!giver.Owned.Contains(partition))
                {
                    break;
                }
            }
        }

        return found;
    }
}
