using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Kafka;

/// <summary>Groups of readers of a Kafka cluster.</summary>
internal sealed class KafkaGroups(KafkaLog log, KafkaProperties properties, KafkaAdmin calls) : ILogGroups
{
    private const int UnstableTries = 200;
    private static readonly TimeSpan UnstablePause = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<Kappa.TopicPartition, long>> _committed = new();
    private readonly IAdminClient _admin = calls.GroupClient;
    private volatile bool _hasCoordinators;

    private TimeSpan Timeout => properties.Options.Timeout;

    public IReadOnlyList<GroupDescription> List() => Ask("listing groups", async () =>
    {
        ListConsumerGroupsResult found = await _admin.ListConsumerGroupsAsync(
            new ListConsumerGroupsOptions { RequestTimeout = Timeout }).ConfigureAwait(false);
        string[] names = [.. found.Valid.Select(group => group.GroupId).Order(StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            return (IReadOnlyList<GroupDescription>)[];
        }

        Dictionary<string, int> members = await MembersAsync(names).ConfigureAwait(false);
        IReadOnlyDictionary<Kappa.TopicPartition, long>[] offsets =
            await Task.WhenAll(names.Select(OffsetsAsync)).ConfigureAwait(false);
        return [.. names.Select((name, i) => new GroupDescription(name, members.GetValueOrDefault(name), offsets[i]))
            .Where(IsThere)];
    });

    public GroupDescription? Find(string group)
    {
        ArgumentNullException.ThrowIfNull(group);
        _committed.TryRemove(group, out IReadOnlyDictionary<Kappa.TopicPartition, long>? committed);
        GroupDescription found = Describe(group);
        for (int tries = 1; tries < UnstableTries && committed is not null && !Has(found, committed); tries++)
        {
            Task.Delay(UnstablePause, log.Time).GetAwaiter().GetResult();
            found = Describe(group);
        }

        return IsThere(found) ? found : null;
    }

    /// <summary>
    /// Makes sure that groups have coordinators: in a new cluster they have none yet, and librdkafka would wait for one
    /// without an end.
    /// </summary>
    /// <remarks>
    /// Asked once: a call to a coordinator whose connection breaks meanwhile may abort the process (librdkafka issues
    /// 4605 and 5397), and a broker that has just failed is when producers are opened anew.
    /// </remarks>
    public void RequireCoordinators(string group)
    {
        if (!_hasCoordinators)
        {
            Describe(group);
            _hasCoordinators = true;
        }
    }

    /// <summary>
    /// A transaction of this process has committed offsets: the broker answers before it shows them, so the next look
    /// waits for them.
    /// </summary>
    public void NoteCommitted(string group, IReadOnlyDictionary<Kappa.TopicPartition, long> offsets) =>
        _committed[group] = offsets.ToDictionary();

    public void Commit(string group, IReadOnlyDictionary<Kappa.TopicPartition, long> offsets)
    {
        GroupName.Check(group);
        ArgumentNullException.ThrowIfNull(offsets);
        foreach ((Kappa.TopicPartition partition, long offset) in offsets)
        {
            PartitionOffsets range = log.Offsets(partition);
            if (offset < range.Earliest || offset > range.LastStable)
            {
                throw LogErrors.OffsetOutOfRange(partition, offset, range);
            }
        }

        string doing = $"setting the offsets of group '{group}'";
        int members = Ask(doing, () => MembersAsync([group])).GetValueOrDefault(group);
        if (members > 0)
        {
            throw LogErrors.GroupHasMembers(group, members);
        }

        if (offsets.Count > 0)
        {
            Ask(doing, () => CommitAsync(group, offsets));
        }
    }

    public void Delete(string group)
    {
        GroupName.Check(group);
        _committed.TryRemove(group, out _);
        Ask($"deleting group '{group}'", () => DeleteAsync(group));
    }

    public IGroupMember Join(string group, IReadOnlyCollection<string> topics)
    {
        GroupName.CheckMember(group, topics);
        foreach (string topic in topics)
        {
            log.Require(new Kappa.TopicPartition(topic, 0));
        }

        return new KafkaGroupMember(properties, group, topics);
    }

    /// <summary>Whether the offsets of a commit are there.</summary>
    private static bool Has(
        GroupDescription group, IReadOnlyDictionary<Kappa.TopicPartition, long> committed) =>
        committed.All(entry => group.Offsets.ContainsKey(entry.Key) && group.Offsets[entry.Key] == entry.Value);

    private GroupDescription Describe(string group) =>
        Ask($"describing group '{group}'", async () => new GroupDescription(
            group,
            (await MembersAsync([group]).ConfigureAwait(false)).GetValueOrDefault(group),
            await OffsetsAsync(group).ConfigureAwait(false)));

    private static bool IsThere(GroupDescription group) => group.Members > 0 || group.Offsets.Count > 0;

    private async Task<bool> CommitAsync(string group, IReadOnlyDictionary<Kappa.TopicPartition, long> offsets)
    {
        try
        {
            await _admin.AlterConsumerGroupOffsetsAsync(
                [
                    new ConsumerGroupTopicPartitionOffsets(group, [.. offsets.Select(entry => new TopicPartitionOffset(
                        entry.Key.Topic, entry.Key.Partition, entry.Value))]),
                ],
                new AlterConsumerGroupOffsetsOptions { RequestTimeout = Timeout }).ConfigureAwait(false);
            return true;
        }
        catch (AlterConsumerGroupOffsetsException error)
        {
            Error cause = error.Results.SelectMany(result => result.Partitions.Select(partition => partition.Error)
                .Prepend(result.Error)).FirstOrDefault(found => found.IsError) ?? error.Error;
            if (cause.Code is ErrorCode.UnknownMemberId or ErrorCode.NonEmptyGroup) // One has joined meanwhile.
            {
                throw await HasMembersAsync(group).ConfigureAwait(false);
            }

            throw new KafkaException(cause);
        }
    }

    private async Task<bool> DeleteAsync(string group)
    {
        try
        {
            await _admin.DeleteGroupsAsync([group], new DeleteGroupsOptions { RequestTimeout = Timeout })
                .ConfigureAwait(false);
            return true;
        }
        catch (DeleteGroupsException error)
        {
            Error cause = error.Results.Select(result => result.Error).FirstOrDefault(found => found.IsError)
                ?? error.Error;
            return cause.Code switch
            {
                ErrorCode.GroupIdNotFound => false,
                ErrorCode.NonEmptyGroup => throw await HasMembersAsync(group).ConfigureAwait(false),
                _ => throw new KafkaException(cause),
            };
        }
    }

    private async Task<KappaException> HasMembersAsync(string group) => LogErrors.GroupHasMembers(
        group, Math.Max(1, (await MembersAsync([group]).ConfigureAwait(false)).GetValueOrDefault(group)));

    private async Task<Dictionary<string, int>> MembersAsync(string[] groups)
    {
        try
        {
            DescribeConsumerGroupsResult found = await _admin.DescribeConsumerGroupsAsync(
                groups, new DescribeConsumerGroupsOptions { RequestTimeout = Timeout }).ConfigureAwait(false);
            return Count(found.ConsumerGroupDescriptions);
        }
        catch (DescribeConsumerGroupsException error)
        {
            List<ConsumerGroupDescription> found = error.Results.ConsumerGroupDescriptions;
            return found.Find(group => group.Error.IsError && group.Error.Code != ErrorCode.GroupIdNotFound) is { } bad
                ? throw new KafkaException(bad.Error)
                : Count(found);
        }
    }

    private static Dictionary<string, int> Count(List<ConsumerGroupDescription> groups) =>
        groups.ToDictionary(group => group.GroupId, group => group.Members?.Count ?? 0, StringComparer.Ordinal);

    /// <summary>The committed offsets of a group in topics that are there.</summary>
    /// <remarks>
    /// Offsets of a transaction that is committed, but not marked everywhere yet, are waited for; those of one that
    /// stays open are not.
    /// </remarks>
    private async Task<IReadOnlyDictionary<Kappa.TopicPartition, long>> OffsetsAsync(string group)
    {
        for (int tries = 1; ; tries++)
        {
            List<TopicPartitionOffsetError> found = await AskOffsetsAsync(
                group, isStable: tries < UnstableTries).ConfigureAwait(false);
            if (found.Exists(entry => entry.Error.Code == ErrorCode.UnstableOffsetCommit))
            {
                await Task.Delay(UnstablePause, log.Time).ConfigureAwait(false);
                continue;
            }

            if (found.Find(entry => entry.Error.IsError && !IsGone(entry.Error.Code)) is { } bad)
            {
                throw new KafkaException(bad.Error);
            }

            return found
                .Where(entry => !entry.Error.IsError && entry.Offset.Value >= 0 && log.Find(entry.Topic) is not null)
                .ToDictionary(
                    entry => new Kappa.TopicPartition(entry.Topic, entry.Partition.Value), entry => entry.Offset.Value);
        }
    }

    private async Task<List<TopicPartitionOffsetError>> AskOffsetsAsync(string group, bool isStable)
    {
        ListConsumerGroupOffsetsOptions options = new() { RequestTimeout = Timeout, RequireStableOffsets = isStable };
        try
        {
            List<ListConsumerGroupOffsetsResult> found = await _admin.ListConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitions(group, null)], options).ConfigureAwait(false);
            return found[0].Partitions;
        }
        catch (ListConsumerGroupOffsetsException error)
        {
            ListConsumerGroupOffsetsReport report = error.Results[0];
            return report.Error.IsError && report.Error.Code != ErrorCode.GroupIdNotFound
                ? throw new KafkaException(report.Error)
                : report.Partitions;
        }
    }

    private static bool IsGone(ErrorCode code) => code is ErrorCode.UnknownTopicOrPart or ErrorCode.GroupIdNotFound;

    private T Ask<T>(string doing, Func<Task<T>> ask) => calls.Call(doing, ask);
}
