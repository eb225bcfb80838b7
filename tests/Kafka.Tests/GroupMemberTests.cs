using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>Members of groups on Kafka beside those of other clients.</summary>
public sealed class GroupMemberTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly KafkaLog _log = OwnNames.Connect();
    private readonly string _topic = OwnNames.Next("flights");
    private readonly string _group = OwnNames.Next("billing");

    public GroupMemberTests() => _log.Admin.CreateTopic(_topic, new TopicSettings { Partitions = 4 });

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_member_shares_with_a_plain_cooperative_consumer_and_takes_over_when_that_one_leaves()
    {
        await using FollowedMember member = new(_log.Groups, _group, _topic);
        await FollowedMember.WaitAsync(Patience, shares => shares[0].Count == 4, member);
        using (IConsumer<byte[], byte[]> plain = Consumer())
        {
            plain.Subscribe(_topic);
            while (plain.Assignment.Count != 2 || member.Partitions.Count != 2)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                plain.Consume(TimeSpan.FromMilliseconds(50));
            }

            IEnumerable<int> all = plain.Assignment.Select(partition => partition.Partition.Value)
                .Concat(member.Partitions.Select(partition => partition.Partition));
            Assert.Equal([0, 1, 2, 3], all.Order());
            plain.Close();
        }

        await FollowedMember.WaitAsync(Patience, shares => shares[0].Count == 4, member);
    }

    [Fact]
    public async Task A_member_that_leaves_is_gone_at_once()
    {
        using (IGroupMember member = _log.Groups.Join(_group, [_topic]))
        {
            await member.NextAsync(TestContext.Current.CancellationToken).WaitAsync(
                Patience, TestContext.Current.CancellationToken);
            Assert.Equal(1, await MembersAsync());
        }

        Assert.Equal(0, await MembersAsync()); // Not after its session has ended.
        Assert.Null(_log.Groups.Find(_group));
    }

    [Fact]
    public async Task A_member_that_works_for_long_stays_a_member_and_keeps_what_is_revoked()
    {
        using KafkaLog log = OwnNames.Connect(
            ("consumer.session.timeout.ms", "6000"), ("consumer.max.poll.interval.ms", "60000"));
        using IGroupMember busy = log.Groups.Join(_group, [_topic]);
        await busy.NextAsync(TestContext.Current.CancellationToken).WaitAsync(
            Patience, TestContext.Current.CancellationToken);
        await using FollowedMember other = new(_log.Groups, _group, _topic);

        // Longer than the session: without the member's own thread it would be taken for dead, as this one is.
        await MemberWithoutHeartIsGoneAsync();

        Assert.Empty(other.Partitions);
        Assert.Equal(4, busy.Assigned.Count);
        GroupChange revoked = await busy.NextAsync(TestContext.Current.CancellationToken);
        Assert.Equal((GroupChangeKind.Revoked, 2), (revoked.Kind, revoked.Partitions.Count));
        Assert.Empty(other.Partitions);
        Task<GroupChange> next = busy.NextAsync(TestContext.Current.CancellationToken);
        await FollowedMember.WaitAsync(Patience, shares => shares[0].Count == 2, other);
        Assert.Equal(revoked.Partitions, other.Partitions.Order(PartitionOrder.Instance));
        busy.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => next);
    }

    [Fact]
    public async Task A_member_that_holds_the_group_up_is_told_that_its_partitions_are_lost()
    {
        using KafkaLog log = OwnNames.Connect(
            ("consumer.session.timeout.ms", "6000"), ("consumer.max.poll.interval.ms", "6000"));
        using IGroupMember slow = log.Groups.Join(_group, [_topic]);
        await NextAsync(slow, GroupChangeKind.Assigned);
        await using FollowedMember second = new(log.Groups, _group, _topic);
        GroupChange revoked = await NextAsync(slow, GroupChangeKind.Revoked);
        await using FollowedMember third = new(log.Groups, _group, _topic); // The group waits for the slow one.

        await FollowedMember.WaitAsync(Patience, shares => shares.All(share => share.Count == 2), second, third);

        Assert.Equal(4, slow.Assigned.Count);
        GroupChange lost = await NextAsync(slow, GroupChangeKind.Lost);
        Assert.Equal([0, 1, 2, 3], revoked.Partitions.Concat(lost.Partitions).Select(one => one.Partition).Order());
        Assert.Empty(slow.Assigned);
        GroupChange again = await NextAsync(slow, GroupChangeKind.Assigned);
        Assert.Equal(again.Partitions, slow.Assigned);
    }

    [Fact]
    public async Task A_member_whose_instance_id_another_one_has_taken_over_is_told_that_it_is_fenced()
    {
        using var member = new KafkaGroupMember(
            new KafkaProperties(new KafkaLogOptions
            {
                Properties = new Dictionary<string, string>
                {
                    ["bootstrap.servers"] = KafkaBroker.Bootstrap,
                    ["consumer.group.instance.id"] = "one",
                },
            }),
            _group, [_topic]);
        await member.NextAsync(TestContext.Current.CancellationToken).WaitAsync(
            Patience, TestContext.Current.CancellationToken);
        using IConsumer<byte[], byte[]> newer = Consumer("one");
        newer.Subscribe(_topic);
        Task<GroupChange> next = member.NextAsync(TestContext.Current.CancellationToken);
        while (!next.IsCompleted)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            newer.Consume(TimeSpan.FromMilliseconds(50));
        }

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => next);
        Assert.Equal(("KAP2301", ExitCodes.Fenced), (error.Code, error.ExitCode));
    }

    [Fact]
    public async Task A_member_whose_cluster_does_not_answer_is_closed_soon()
    {
        var properties = new KafkaProperties(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:1" },
            Timeout = TimeSpan.FromSeconds(2),
        });
        var member = new KafkaGroupMember(properties, _group, [_topic]);
        Task<GroupChange> next = member.NextAsync(TestContext.Current.CancellationToken);
        Task closing = Task.Run(member.Dispose, TestContext.Current.CancellationToken);

        await closing.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => next);
    }

    private static async Task<GroupChange> NextAsync(IGroupMember member, GroupChangeKind kind)
    {
        GroupChange change = await member.NextAsync(TestContext.Current.CancellationToken).WaitAsync(
            Patience, TestContext.Current.CancellationToken);
        Assert.Equal(kind, change.Kind);
        return change;
    }

    /// <summary>Waits until the brokers take a member of another group for dead, whose session is as long.</summary>
    private async Task MemberWithoutHeartIsGoneAsync()
    {
        string group = OwnNames.Next("silent");
        using (IConsumer<byte[], byte[]> silent = Consumer("silent", group))
        {
            silent.Subscribe(_topic);
            while (silent.Assignment.Count == 0)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                silent.Consume(TimeSpan.FromMilliseconds(50));
            }

            silent.Close(); // With an instance id it says nothing when it goes.
        }

        Assert.Equal(1, await MembersAsync(group));
        while (await MembersAsync(group) > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private IConsumer<byte[], byte[]> Consumer(
        string? instance = null, string? group = null) => new ConsumerBuilder<byte[], byte[]>(
        new ConsumerConfig
        {
            BootstrapServers = KafkaBroker.Bootstrap,
            GroupId = group ?? _group,
            GroupInstanceId = instance,
            SessionTimeoutMs = 6_000,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        }).SetLogHandler((_, _) => { }).Build();

    private async Task<int> MembersAsync(string? group = null)
    {
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = KafkaBroker.Bootstrap }).SetLogHandler((_, _) => { }).Build();
        try
        {
            return (await admin.DescribeConsumerGroupsAsync([group ?? _group]))
                .ConsumerGroupDescriptions[0].Members.Count;
        }
        catch (DescribeConsumerGroupsException)
        {
            return 0;
        }
    }
}
