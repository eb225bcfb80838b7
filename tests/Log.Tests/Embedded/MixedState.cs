using System.Collections.Immutable;

namespace Kappa.Logs.Tests;

/// <summary>What a log holds between two operations, in a model that knows no files.</summary>
/// <param name="Topics">The topics by name.</param>
/// <param name="Offsets">The committed offsets of groups.</param>
/// <param name="Opened">How often each transactional id was opened.</param>
/// <param name="IsCleaning">Whether retention and compaction are under way.</param>
internal sealed record MixedState(
    ImmutableSortedDictionary<string, MixedTopic> Topics,
    ImmutableDictionary<(string Group, TopicPartition Partition), long> Offsets,
    ImmutableDictionary<string, int> Opened,
    bool IsCleaning)
{
    public static MixedState Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, MixedTopic>(StringComparer.Ordinal),
        ImmutableDictionary<(string, TopicPartition), long>.Empty, ImmutableDictionary<string, int>.Empty, false);

    public IEnumerable<TopicPartition> Partitions => Topics.SelectMany(topic =>
        Enumerable.Range(0, topic.Value.Partitions.Length).Select(number => new TopicPartition(topic.Key, number)));

    public MixedPartition this[TopicPartition partition] => Topics[partition.Topic].Partitions[partition.Partition];

    public MixedState With(TopicPartition partition, MixedPartition to)
    {
        MixedTopic topic = Topics[partition.Topic];
        return this with
        {
            Topics = Topics.SetItem(partition.Topic, topic with
            {
                Partitions = topic.Partitions.SetItem(partition.Partition, to),
            }),
        };
    }

    public MixedState Without(string topic) => this with
    {
        Topics = Topics.Remove(topic),
        Offsets = Offsets.RemoveRange(Offsets.Keys.Where(entry => entry.Partition.Topic == topic)),
    };

    public MixedState AfterOpening(string transactionalId) => this with
    {
        Opened = Opened.SetItem(transactionalId, Opened.GetValueOrDefault(transactionalId) + 1),
    };

    /// <summary>The state while, and after, compaction has had the chance to go over everything.</summary>
    public MixedState Cleaned(bool isCleaning) => this with
    {
        IsCleaning = isCleaning,
        Topics = Topics.ToImmutableSortedDictionary(topic => topic.Key, topic => topic.Value with
        {
            Partitions = [.. topic.Value.Partitions.Select(partition => partition with { CleanedTo = partition.Next })],
        }, StringComparer.Ordinal),
    };

    /// <summary>Takes over the earliest offsets that retention has moved.</summary>
    public MixedState Settled(MixedView view)
    {
        MixedState settled = this with { IsCleaning = false };
        foreach (TopicPartition partition in Partitions)
        {
            long earliest = view.Partitions[partition].Offsets.Earliest;
            settled = earliest == this[partition].Earliest
                ? settled
                : settled.With(partition, this[partition].From(earliest));
        }

        return settled;
    }

    /// <summary>Says in what a log differs from this state; null where it does not.</summary>
    public string? Flaw(MixedView view, long nowMs)
    {
        IEnumerable<TopicDescription> topics = Topics.Select(topic => topic.Value.Describe(topic.Key));
        if (!view.Topics.SequenceEqual(topics))
        {
            return $"topics {string.Join(' ', view.Topics)}, not {string.Join(' ', topics)}";
        }

        if (!IsSame(view.Offsets, Offsets))
        {
            return $"offsets {string.Join(' ', view.Offsets)}, not {string.Join(' ', Offsets)}";
        }

        if (!IsSame(view.Opened, Opened))
        {
            return $"producers {string.Join(' ', view.Opened)}, not {string.Join(' ', Opened)}";
        }

        return Partitions
            .SelectMany(partition => new[] { view.Partitions[partition], view.Middles[partition] }
                .Select(shown => (partition, flaw: this[partition].Flaw(
                    Topics[partition.Topic].Settings, shown, IsCleaning, nowMs))))
            .Where(found => found.flaw is not null)
            .Select(found => $"{found.partition} {found.flaw}")
            .FirstOrDefault();
    }

    private static bool IsSame<TKey, TValue>(Dictionary<TKey, TValue> shown, ImmutableDictionary<TKey, TValue> expected)
        where TKey : notnull =>
        shown.Count == expected.Count && shown.All(entry =>
            expected.TryGetValue(entry.Key, out TValue? value) && value!.Equals(entry.Value));
}
