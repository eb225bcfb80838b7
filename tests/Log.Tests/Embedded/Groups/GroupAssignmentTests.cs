namespace Kappa.Logs.Tests;

/// <summary>How the embedded log shares partitions among the members of a group.</summary>
public sealed class GroupAssignmentTests
{
    [Fact]
    public void Shares_are_even_and_as_few_partitions_move_as_can()
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Campaign.Choose(50, 300); round++)
        {
            List<GroupShare> shares = [];
            int partitions = random.Next(1, 30);
            for (int step = 0; step < 20; step++)
            {
                Change(random, shares, ["t"], ref partitions);
                int least = LeastMoves(shares, partitions);
                Dictionary<TopicPartition, GroupShare> before = Owners(shares);

                StickyAssignment.Assign(shares, Partitions(["t"], partitions));

                Dictionary<TopicPartition, GroupShare> after = Owners(shares);
                int moved = before.Count(owner => after.TryGetValue(owner.Key, out GroupShare? now) &&
                    now != owner.Value);
                Assert.True(moved == least, $"{moved} moved, {least} needed, KAPPA_SEED={seed}");
                Assert.Equal(shares.Count == 0 ? 0 : partitions, after.Count);
                Assert.True(Spread(shares) <= 1, $"KAPPA_SEED={seed}");
            }
        }
    }

    [Fact]
    public void Members_that_read_different_topics_have_shares_as_even_as_can_be()
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Campaign.Choose(50, 300); round++)
        {
            List<GroupShare> shares = [];
            int partitions = 1;
            for (int step = 0; step < 6; step++)
            {
                string[] topics = [.. new[] { "a", "b", "c" }.Where(_ => random.Next(2) == 0).DefaultIfEmpty("a")];
                Change(random, shares, topics, ref partitions);
                partitions = Math.Min(partitions, 3);
                string[] read = [.. shares.SelectMany(share => share.Topics).Distinct().Order()];
                SortedSet<TopicPartition> all = Partitions(read, partitions);

                StickyAssignment.Assign(shares, all);

                Assert.Equal(all, Owners(shares).Keys.Order(PartitionOrder.Instance));
                Assert.All(shares, share => Assert.All(
                    share.Target, partition => Assert.Contains(partition.Topic, share.Topics)));
                int best = BestSquares(shares, [.. all], 0, new int[shares.Count]);
                Assert.True(
                    best == shares.Sum(share => share.Target.Count * share.Target.Count), $"KAPPA_SEED={seed}");
            }
        }
    }

    [Fact]
    public async Task What_a_member_was_not_told_of_yet_goes_to_others_first()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings { Partitions = 2 });
        using IGroupMember first = log.Groups.Join("g", ["t"]);
        await first.NextAsync(CancellationToken.None);
        log.AddPartitions("t", 4);

        using IGroupMember second = log.Groups.Join("g", ["t"]);

        GroupChange assigned = await second.NextAsync(CancellationToken.None);
        Assert.Equal([new("t", 2), new("t", 3)], assigned.Partitions);
        Task<GroupChange> waiting = first.NextAsync(CancellationToken.None);
        Assert.NotNull(((GroupMember)first).Waiter); // Nothing is taken from it.
        first.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Empty(first.Assigned);
    }

    [Fact]
    public void A_partition_that_becomes_free_goes_to_the_one_that_was_not_asked_for_it_yet()
    {
        TopicPartition[] partitions = [new("t", 0), new("t", 1), new("t", 2)];
        GroupShare first = new(["t"]);
        GroupShare second = new(["t"]);
        first.Target.Add(partitions[0]);
        second.Target.Add(partitions[1]);
        second.Owned.UnionWith(partitions[1..]); // The last one was to go to a member that has left again.

        StickyAssignment.Assign([first, second], partitions);

        Assert.Equal(partitions[1..], second.Target);
    }

    [Fact]
    public async Task Members_that_come_and_go_never_have_one_partition_at_the_same_time()
    {
        Random random = Seed.Random(out int seed);
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings { Partitions = 7 });
        List<(IGroupMember Member, Task<GroupChange> Next, HashSet<TopicPartition> Has)> members = [];
        for (int step = 0; step < 3_000; step++)
        {
            int choice = random.Next(20);
            if (choice == 0 && members.Count < 5)
            {
                IGroupMember member = log.Groups.Join("g", ["t"]);
                members.Add((member, member.NextAsync(CancellationToken.None), []));
            }
            else if (choice == 1 && members.Count > 0)
            {
                int leaving = random.Next(members.Count);
                members[leaving].Member.Dispose();
                members.RemoveAt(leaving);
            }
            else if (members.Count > 0)
            {
                int going = random.Next(members.Count);
                (IGroupMember member, Task<GroupChange> next, HashSet<TopicPartition> has) = members[going];
                if (HasChange(member))
                {
                    Apply(await next, has);
                    members[going] = (member, member.NextAsync(CancellationToken.None), has);
                }
            }

            // What was handed out and not given back: also by members that have not looked yet.
            TopicPartition[] assigned = [.. members.SelectMany(member => member.Member.Assigned)];
            Assert.True(assigned.Length == assigned.Distinct().Count(), $"KAPPA_SEED={seed}");
        }

        while (members.Any(member => HasChange(member.Member)))
        {
            for (int i = 0; i < members.Count; i++)
            {
                (IGroupMember member, Task<GroupChange> next, HashSet<TopicPartition> has) = members[i];
                if (HasChange(member))
                {
                    Apply(await next, has);
                    members[i] = (member, member.NextAsync(CancellationToken.None), has);
                }
            }
        }

        Assert.All(members, member => Assert.Equal(member.Member.Assigned, member.Has.Order(PartitionOrder.Instance)));
        Assert.Equal(members.Count == 0 ? 0 : 7, members.Sum(member => member.Has.Count));
    }

    [Fact]
    public async Task A_topic_that_is_deleted_and_created_again_is_revoked_before_it_is_assigned_again()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings());
        using IGroupMember member = log.Groups.Join("g", ["t"]);
        await member.NextAsync(CancellationToken.None);

        log.DeleteTopic("t");
        log.CreateTopic("t", new TopicSettings());

        GroupChange revoked = await member.NextAsync(CancellationToken.None);
        GroupChange assigned = await member.NextAsync(CancellationToken.None);
        Assert.Equal((GroupChangeKind.Revoked, GroupChangeKind.Assigned), (revoked.Kind, assigned.Kind));
        Assert.Equal([new TopicPartition("t", 0)], assigned.Partitions);
    }

    [Fact]
    public async Task Members_wait_no_longer_when_the_log_is_closed()
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings());
        IGroupMember member = log.Groups.Join("g", ["t"]);
        await member.NextAsync(CancellationToken.None);
        Task<GroupChange> waiting = member.NextAsync(CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => member.NextAsync(CancellationToken.None));

        log.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => member.NextAsync(CancellationToken.None));
        member.Dispose();
    }

    // The task itself completes a moment later.
    private static bool HasChange(IGroupMember member) => ((GroupMember)member).Waiter is null;

    private static void Apply(GroupChange change, HashSet<TopicPartition> has)
    {
        if (change.Kind == GroupChangeKind.Assigned)
        {
            has.UnionWith(change.Partitions);
        }
        else
        {
            has.ExceptWith(change.Partitions);
        }
    }

    private static void Change(Random random, List<GroupShare> shares, string[] topics, ref int partitions)
    {
        int choice = random.Next(5);
        if (choice == 0 && shares.Count > 0)
        {
            shares.RemoveAt(random.Next(shares.Count));
        }
        else if (choice == 1)
        {
            partitions = random.Next(1, 30);
        }
        else if (shares.Count < 5)
        {
            shares.Insert(random.Next(shares.Count + 1), new GroupShare(topics));
        }
    }

    private static SortedSet<TopicPartition> Partitions(string[] topics, int each) => new(
        topics.SelectMany(topic => Enumerable.Range(0, each).Select(number => new TopicPartition(topic, number))),
        PartitionOrder.Instance);

    private static Dictionary<TopicPartition, GroupShare> Owners(List<GroupShare> shares) => shares
        .SelectMany(share => share.Target.Select(partition => (partition, share)))
        .ToDictionary(owner => owner.partition, owner => owner.share);

    private static int Spread(List<GroupShare> shares) => shares.Count == 0
        ? 0
        : shares.Max(share => share.Target.Count) - shares.Min(share => share.Target.Count);

    /// <summary>What members have above their even share has to move, and nothing else.</summary>
    private static int LeastMoves(List<GroupShare> shares, int partitions)
    {
        int larger = shares.Count == 0 ? 0 : partitions % shares.Count;
        return shares
            .Select(share => share.Target.Count(partition => partition.Partition < partitions))
            .OrderDescending()
            .Select((count, i) => Math.Max(0, count - (partitions / shares.Count) - (i < larger ? 1 : 0)))
            .Sum();
    }

    /// <summary>The least sum of squares of all ways to share; least where shares are most even.</summary>
    private static int BestSquares(List<GroupShare> shares, List<TopicPartition> partitions, int next, int[] counts)
    {
        if (next == partitions.Count)
        {
            return counts.Sum(count => count * count);
        }

        int best = int.MaxValue;
        for (int i = 0; i < shares.Count; i++)
        {
            if (shares[i].Topics.Contains(partitions[next].Topic))
            {
                counts[i]++;
                best = Math.Min(best, BestSquares(shares, partitions, next + 1, counts));
                counts[i]--;
            }
        }

        return best;
    }
}
