namespace Kappa.Logs.Tests;

/// <summary>What every log does with groups of readers; part of <see cref="LogContract"/>.</summary>
public abstract class GroupContract : TimeContract
{
    protected static readonly TopicPartition Flights = new("flights", 0);
    protected static readonly TopicPartition OtherFlights = new("flights", 1);

    /// <summary>How long a group may take to share its partitions anew.</summary>
    protected virtual TimeSpan GroupPatience => TimeSpan.FromSeconds(60);

    [Fact]
    public void Offsets_that_are_set_are_found_and_the_others_stay()
    {
        CreateFlights(records: 3);
        Log.Groups.Commit("billing", Offsets((Flights, 2), (OtherFlights, 1)));

        Log.Groups.Commit("billing", Offsets((Flights, 3)));

        GroupDescription found = Log.Groups.Find("billing")!;
        Assert.Equal(("billing", 0), (found.Name, found.Members));
        Assert.Equal([(Flights, 3L), (OtherFlights, 1L)], Ordered(found));
    }

    [Fact]
    public void Groups_are_listed_by_name_and_an_unknown_one_is_not_there()
    {
        CreateFlights(records: 1);
        Log.Groups.Commit("b", Offsets((Flights, 1)));
        Log.Groups.Commit("a", Offsets((OtherFlights, 0)));

        string[] names = [.. Log.Groups.List().Select(group => group.Name)];

        Assert.Equal(["a", "b"], names.Intersect(["a", "b", "c"]));
        Assert.Null(Log.Groups.Find("c"));
        GroupDescription listed = Assert.Single(Log.Groups.List(), group => group.Name == "b");
        Assert.Equal([(Flights, 1L)], Ordered(listed));
    }

    [Fact]
    public void Records_and_offsets_of_one_transaction_become_visible_together()
    {
        CreateFlights(records: 3);
        Log.Admin.CreateTopic("delays", new TopicSettings());
        using ILogProducer producer = Log.OpenProducer("worker");
        using RecordBuffer records = Records.Buffer("late");

        producer.Append(new TopicPartition("delays", 0), records);
        producer.AppendOffset("delays", Flights, 1);
        producer.AppendOffset("delays", OtherFlights, 2);
        producer.AppendOffset("delays", Flights, 3); // The last one counts.
        Assert.Null(Log.Groups.Find("delays"));
        IReadOnlyList<long> offsets = producer.Commit();

        Assert.Single(offsets);
        Assert.Equal(["late"], Log.ReadAll(new TopicPartition("delays", 0)));
        Assert.Equal([(Flights, 3L), (OtherFlights, 2L)], Ordered(Log.Groups.Find("delays")!));
    }

    [Fact]
    public void A_transaction_of_offsets_alone_commits_them()
    {
        CreateFlights(records: 3);
        using ILogProducer producer = Log.OpenProducer("worker");

        for (int offset = 1; offset <= 3; offset++)
        {
            producer.AppendOffset("billing", Flights, offset);
            Assert.Empty(producer.Commit());
            Assert.Equal([(Flights, (long)offset)], Ordered(Log.Groups.Find("billing")!));
        }
    }

    [Fact]
    public void Offsets_of_an_aborted_transaction_leave_nothing()
    {
        CreateFlights(records: 3);
        using ILogProducer producer = Log.OpenProducer("worker");
        producer.AppendOffset("billing", Flights, 1);
        producer.Commit();

        producer.AppendOffset("billing", Flights, 3);
        producer.AppendOffset("dropped", Flights, 3);
        producer.Abort();
        producer.AppendOffset("billing", OtherFlights, 2);
        producer.Commit();

        Assert.Null(Log.Groups.Find("dropped"));
        Assert.Equal([(Flights, 1L), (OtherFlights, 2L)], Ordered(Log.Groups.Find("billing")!));
    }

    [Fact]
    public void Offsets_of_a_fenced_producer_are_not_committed()
    {
        CreateFlights(records: 3);
        using ILogProducer old = Log.OpenProducer("worker");
        old.AppendOffset("billing", Flights, 1);
        old.Commit();
        using ILogProducer newer = Log.OpenProducer("worker");

        KappaException error = Assert.Throws<KappaException>(() =>
        {
            old.AppendOffset("billing", Flights, 3);
            old.Commit();
        });

        Assert.Equal("KAP2301", error.Code);
        Assert.Equal([(Flights, 1L)], Ordered(Log.Groups.Find("billing")!));
    }

    [Fact]
    public void A_producer_without_an_id_takes_no_offsets()
    {
        CreateFlights(records: 1);
        using ILogProducer producer = Log.OpenProducer();

        Assert.Throws<InvalidOperationException>(() => producer.AppendOffset("billing", Flights, 1));
    }

    [Fact]
    public void A_member_that_reads_no_topic_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Log.Groups.Join("billing", []));

        Assert.Null(Log.Groups.Find("billing"));
    }

    [Fact]
    public void Offsets_that_cannot_be_are_refused_and_nothing_changes()
    {
        CreateFlights(records: 3);
        Log.Groups.Commit("billing", Offsets((Flights, 2)));
        Log.Admin.DeleteRecords(Flights, 1);

        Assert.All<(TopicPartition Partition, long Offset, string Code)>(
            [
                (Flights, 0, "KAP2104"), (Flights, 4, "KAP2104"), (Flights, -1, "KAP2104"),
                (new TopicPartition("flights", 2), 0, "KAP2103"), (new TopicPartition("flight", 0), 0, "KAP2103"),
            ],
            refused => Assert.Equal(refused.Code, Assert.Throws<KappaException>(() => Log.Groups.Commit(
                "billing", Offsets((OtherFlights, 1), (refused.Partition, refused.Offset)))).Code));

        Assert.Equal([(Flights, 2L)], Ordered(Log.Groups.Find("billing")!));
        Assert.Equal("KAP2103", Assert.Throws<KappaException>(() => Log.Groups.Join("billing", ["flight"])).Code);
    }

    [Fact]
    public void A_name_that_no_group_can_have_is_refused()
    {
        CreateFlights(records: 1);

        foreach (string name in new[] { "", new string('g', 201), "a\nb" })
        {
            KappaException error = Assert.Throws<KappaException>(
                () => Log.Groups.Commit(name, Offsets((Flights, 1))));
            Assert.Equal(("KAP2108", ExitCodes.Usage), (error.Code, error.ExitCode));
            Assert.Equal("KAP2108", Assert.Throws<KappaException>(() => Log.Groups.Join(name, ["flights"])).Code);
        }
    }

    [Fact]
    public async Task Offsets_of_a_group_that_has_members_are_not_set()
    {
        CreateFlights(records: 3);
        Log.Groups.Commit("billing", Offsets((Flights, 1)));
        await using (FollowedMember member = new(Log.Groups, "billing", "flights"))
        {
            await FollowedMember.WaitAsync(GroupPatience, shares => shares[0].Count == 2, member);

            KappaException error = Assert.Throws<KappaException>(
                () => Log.Groups.Commit("billing", Offsets((Flights, 2))));

            Assert.Equal(("KAP2107", ExitCodes.Refused), (error.Code, error.ExitCode));
            GroupDescription found = Log.Groups.Find("billing")!;
            Assert.Equal(1, found.Members);
            Assert.Equal([(Flights, 1L)], Ordered(found));
        }

        Log.Groups.Commit("billing", Offsets((Flights, 2)));
        Assert.Equal([(Flights, 2L)], Ordered(Log.Groups.Find("billing")!));
    }

    [Fact]
    public async Task The_only_member_has_all_partitions_of_its_topics()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 3 });
        Log.Admin.CreateTopic("planes", new TopicSettings());
        Log.Admin.CreateTopic("other", new TopicSettings());

        await using FollowedMember member = new(Log.Groups, "billing", "planes", "flights");

        await FollowedMember.WaitAsync(GroupPatience, shares => shares[0].Count == 4, member);
        Assert.Equal("billing", member.Member.Group);
        Assert.Equal(
            [Flights, OtherFlights, new TopicPartition("flights", 2), new TopicPartition("planes", 0)],
            member.Member.Assigned);
    }

    [Fact]
    public async Task Members_share_the_partitions_and_those_of_one_that_leaves_go_to_the_others()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 6 });
        await using FollowedMember first = new(Log.Groups, "billing", "flights");
        await FollowedMember.WaitAsync(GroupPatience, shares => shares[0].Count == 6, first);
        await using FollowedMember second = new(Log.Groups, "billing", "flights");
        await using (FollowedMember third = new(Log.Groups, "billing", "flights"))
        {
            await FollowedMember.WaitAsync(
                GroupPatience,
                shares => shares.All(share => share.Count == 2) &&
                    shares.SelectMany(share => share).Distinct().Count() == 6,
                first, second, third);
        }

        await FollowedMember.WaitAsync(
            GroupPatience,
            shares => shares.All(share => share.Count == 3) && shares.SelectMany(share => share).Distinct()
                .Count() == 6,
            first, second);
    }

    [Fact]
    public async Task A_partition_that_is_revoked_is_assigned_to_another_only_when_its_owner_goes_on()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });
        using IGroupMember owner = Log.Groups.Join("billing", ["flights"]);
        await NextAsync(owner, GroupChangeKind.Assigned);
        using IGroupMember other = Log.Groups.Join("billing", ["flights"]);
        Task<GroupChange> toOther = other.NextAsync(TestContext.Current.CancellationToken);

        GroupChange revoked = await NextAsync(owner, GroupChangeKind.Revoked);

        Assert.False(toOther.IsCompleted && (await toOther).Partitions.Count > 0);
        Task<GroupChange> toOwner = owner.NextAsync(TestContext.Current.CancellationToken);
        GroupChange assigned = await toOther.WaitAsync(GroupPatience, TestContext.Current.CancellationToken);
        Assert.Equal(GroupChangeKind.Assigned, assigned.Kind);
        Assert.Single(assigned.Partitions);
        Assert.Contains(assigned.Partitions[0], revoked.Partitions);
        Assert.Equal(assigned.Partitions, other.Assigned);
        owner.Dispose();
        await Task.WhenAny(toOwner).WaitAsync(GroupPatience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_wait_of_a_member_ends_when_it_is_cancelled_and_the_next_one_goes_on()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });
        using IGroupMember member = Log.Groups.Join("billing", ["flights"]);
        await NextAsync(member, GroupChangeKind.Assigned);
        using CancellationTokenSource source = new();
        Task<GroupChange> waiting = member.NextAsync(source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await using FollowedMember other = new(Log.Groups, "billing", "flights");
        GroupChange revoked = await NextAsync(member, GroupChangeKind.Revoked);
        Assert.NotEmpty(revoked.Partitions);
    }

    [Fact]
    public async Task Groups_are_apart()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });

        await using FollowedMember one = new(Log.Groups, "one", "flights");
        await using FollowedMember two = new(Log.Groups, "two", "flights");

        await FollowedMember.WaitAsync(GroupPatience, shares => shares.All(share => share.Count == 2), one, two);
    }

    [Fact]
    public async Task Partitions_that_are_added_are_assigned()
    {
        Log.Admin.CreateTopic("flights", new TopicSettings());
        await using FollowedMember one = new(Log.Groups, "billing", "flights");
        await FollowedMember.WaitAsync(GroupPatience, shares => shares[0].Count == 1, one);
        await using FollowedMember two = new(Log.Groups, "billing", "flights");

        Log.Admin.AddPartitions("flights", 4);

        await FollowedMember.WaitAsync(GroupPatience, shares => shares.All(share => share.Count == 2), one, two);
    }

    [Fact]
    public async Task Partitions_of_a_topic_that_is_deleted_are_taken_and_their_offsets_forgotten()
    {
        CreateFlights(records: 3);
        Log.Admin.CreateTopic("planes", new TopicSettings());
        Log.Groups.Commit("billing", Offsets((Flights, 3), (new TopicPartition("planes", 0), 0)));
        await using FollowedMember member = new(Log.Groups, "billing", "flights", "planes");
        await FollowedMember.WaitAsync(GroupPatience, shares => shares[0].Count == 3, member);

        Log.Admin.DeleteTopic("flights");

        await FollowedMember.WaitAsync(GroupPatience, shares => shares[0].Count == 1, member);
        Assert.Equal([(new TopicPartition("planes", 0), 0L)], Ordered(Log.Groups.Find("billing")!));
    }

    [Fact]
    public void A_topic_of_the_name_of_a_deleted_one_has_no_committed_offsets()
    {
        CreateFlights(records: 3);
        Log.Groups.Commit("billing", Offsets((Flights, 3)));
        Log.Admin.DeleteTopic("flights");

        CreateFlights(records: 1);

        Assert.Null(Log.Groups.Find("billing"));
    }

    protected static Dictionary<TopicPartition, long> Offsets(
        params (TopicPartition Partition, long Offset)[] offsets) =>
        offsets.ToDictionary(entry => entry.Partition, entry => entry.Offset);

    protected static IEnumerable<(TopicPartition Partition, long Offset)> Ordered(GroupDescription group) =>
        group.Offsets.Select(entry => (entry.Key, entry.Value))
            .OrderBy(entry => entry.Key.Topic, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Partition);

    /// <summary>Goes on to the next change that is about partitions.</summary>
    private async Task<GroupChange> NextAsync(IGroupMember member, GroupChangeKind kind)
    {
        while (true)
        {
            GroupChange change = await member.NextAsync(TestContext.Current.CancellationToken)
                .WaitAsync(GroupPatience, TestContext.Current.CancellationToken);
            if (change.Partitions.Count > 0)
            {
                Assert.Equal(kind, change.Kind);
                return change;
            }
        }
    }

    protected void CreateFlights(int records)
    {
        Log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 2 });
        using ILogProducer producer = Log.OpenProducer();
        producer.Append(Flights, [.. Enumerable.Repeat("a", records)]);
        producer.Append(OtherFlights, [.. Enumerable.Repeat("a", records)]);
    }
}
