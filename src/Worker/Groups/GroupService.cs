using System.Globalization;
using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>Groups as the API and the commands show them, and where they go on.</summary>
internal static class GroupService
{
    private const string Places = "zero, end, an offset, or a time such as 2026-01-31T12:00:00Z";

    public static GroupList List(ILog log) => new([.. log.Groups.List().Select(group => Describe(log, group))]);

    /// <exception cref="KappaException">KAP6212 (exit 3): there is no such group.</exception>
    public static GroupInfo Describe(ILog log, string group) => log.Groups.Find(group) is { } found
        ? Describe(log, found)
        : throw GroupErrors.UnknownGroup(group, log.Groups.List().Select(other => other.Name));

    /// <summary>Moves a group without members to another place in a topic.</summary>
    /// <exception cref="KappaException">
    /// KAP6213 (exit 5): the group is a version's, whose place is in its positions. KAP2103, KAP2104, KAP2107: no such
    /// partition, no such offset, the group has members.
    /// </exception>
    public static GroupInfo Seek(ILog log, string group, SeekRequest request)
    {
        if (log.Find($"{group}.positions") is not null)
        {
            throw GroupErrors.GroupOfAVersion(group);
        }

        TopicDescription topic = TopicService.Require(log, request.Topic);
        TopicPartition[] partitions = request.Partition is { } one
            ? [new TopicPartition(topic.Name, one)] : topic.ListPartitions();
        log.Groups.Commit(group, partitions.Zip(log.Offsets(partitions))
            .ToDictionary(place => place.First, place => Place(log, place.First, place.Second, request.To)));
        return Describe(log, group);
    }

    private static long Place(ILog log, TopicPartition partition, PartitionOffsets offsets, string to)
    {
        if (to == StartPoint.Zero)
        {
            return offsets.Earliest;
        }

        if (to == StartPoint.End)
        {
            return offsets.LastStable;
        }

        if (long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
        {
            return offset;
        }

        return DateTimeOffset.TryParse(
            to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? log.OffsetAt(partition, time.ToUnixTimeMilliseconds()) ?? offsets.LastStable
            : throw HttpErrors.BadParameter("to", to, Places);
    }

    private static GroupInfo Describe(ILog log, GroupDescription group)
    {
        TopicPartition[] there = [.. group.Offsets.Keys.Where(partition =>
            log.Find(partition.Topic) is { } topic && partition.Partition < topic.Partitions)];
        var ends = there.Zip(log.Offsets(there)).ToDictionary(end => end.First, end => (long?)end.Second.LastStable);
        GroupOffset[] offsets =
        [
            .. group.Offsets.OrderBy(pair => pair.Key.Topic, StringComparer.Ordinal).ThenBy(pair => pair.Key.Partition)
                .Select(pair => new GroupOffset(
                    pair.Key.Topic, pair.Key.Partition, pair.Value, ends.GetValueOrDefault(pair.Key))),
        ];
        return new GroupInfo(group.Name, group.Members, offsets.Sum(offset => offset.Lag), offsets);
    }
}
