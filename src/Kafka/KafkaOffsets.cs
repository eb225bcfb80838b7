using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Kafka;

/// <summary>The offsets that bound partitions, from their leaders: one request for all that are asked for.</summary>
internal sealed class KafkaOffsets(KafkaAdmin admin, KafkaTopics topics, TimeProvider time)
{
    private const string Doing = "asking for offsets";

    private static readonly TimeSpan MarkerWait = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long an end that lies before one that was seen is doubted: a broker that hung may answer before it knows
    /// that another one leads. From then on records have been lost.
    /// </summary>
    private static readonly TimeSpan StaleWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StalePause = TimeSpan.FromMilliseconds(500);

    /// <summary>The offsets of partitions, in two round trips for all of them.</summary>
    public PartitionOffsets[] Of(IReadOnlyList<TopicPartition> partitions)
    {
        TopicPartition[] asked = [.. partitions];
        var stable = new long[asked.Length];
        Stable(asked, stable);
        if (asked.Length == 0)
        {
            return [];
        }

        ListOffsetsResult[] others = Call(() => Task.WhenAll(
            ListAsync(asked, OffsetSpec.Earliest(), IsolationLevel.ReadUncommitted),
            ListAsync(asked, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted)));
        (long[] earliest, long[] latest) = (new long[asked.Length], new long[asked.Length]);
        Take(others[0], asked, earliest);
        Take(others[1], asked, latest);
        return [.. asked.Select((partition, i) => Note(partition, earliest[i], stable[i], latest[i]))];
    }

    private PartitionOffsets Note(TopicPartition partition, long earliest, long stable, long latest)
    {
        KafkaTopic topic = topics.Require(partition);
        PartitionEnds ends = topic.Ends(partition.Partition);
        ends.Begins(earliest);
        ends.Reached(ReadIsolation.Uncommitted, latest);
        return new PartitionOffsets(earliest, stable, stable, 0)
        {
            Latest = Math.Max(latest, stable),
            TombstonesFrom = topic.Description.Cleanup == CleanupPolicy.Compact ? -1 : 0,
        };
    }

    /// <summary>The last stable offsets, at least up to what this process has committed.</summary>
    public void Stable(ReadOnlySpan<TopicPartition> partitions, Span<long> stable)
    {
        var asked = new TopicPartition[partitions.Length];
        var known = new PartitionEnds[partitions.Length];
        var floors = new long[partitions.Length];
        var seen = new long[partitions.Length];
        for (int i = 0; i < partitions.Length; i++)
        {
            asked[i] = partitions[i];
            known[i] = topics.Require(asked[i]).Ends(asked[i].Partition);
            (floors[i], seen[i]) = (known[i].Floor, known[i].Stable);
        }

        if (asked.Length == 0)
        {
            return;
        }

        long started = time.GetTimestamp();
        AskStable(asked, stable);
        while (IsBelow(stable, floors) && time.GetElapsedTime(started) < MarkerWait)
        {
            AskStable(asked, stable);
        }

        while (IsBelow(stable, seen) && time.GetElapsedTime(started) < StaleWait)
        {
            admin.Pause(StalePause);
            admin.Renew();
            AskStable(asked, stable);
        }

        for (int i = 0; i < known.Length; i++)
        {
            known[i].Forget(floors[i]);
            known[i].IsStable(stable[i], seen[i]);
        }
    }

    /// <summary>The last stable offsets, and the ends of all that is written, open transactions included.</summary>
    public void Ends(ReadOnlySpan<TopicPartition> partitions, Span<long> stable, Span<long> latest)
    {
        TopicPartition[] asked = [.. partitions];
        if (asked.Length == 0)
        {
            return;
        }

        // Beside each other: a record that is decided meanwhile is behind both ends or before both.
        Task<ListOffsetsResult> written = Task.Run(() => Call(() => ListAsync(
            asked, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted)));
        Stable(partitions, stable);
        Take(written.GetAwaiter().GetResult(), asked, latest);
        for (int i = 0; i < asked.Length; i++)
        {
            latest[i] = Math.Max(stable[i], latest[i]);
        }
    }

    /// <summary>An offset before which no record is of a time or later; null where none is at all.</summary>
    /// <remarks>It may be that of a commit marker: the broker goes by their times too.</remarks>
    public long? At(TopicPartition partition, long timestampMs)
    {
        Stable([partition], stackalloc long[1]); // What this process has committed is found.
        long offset = Call(() => OneAsync(
            partition, OffsetSpec.ForTimestamp(timestampMs), IsolationLevel.ReadCommitted));
        return offset < 0 ? null : offset;
    }

    private void AskStable(TopicPartition[] partitions, Span<long> stable) => Take(
        Call(() => ListAsync(partitions, OffsetSpec.Latest(), IsolationLevel.ReadCommitted)), partitions, stable);

    /// <summary>Puts an answer, which has an order of its own, into the order of the question.</summary>
    private static void Take(ListOffsetsResult answer, TopicPartition[] asked, Span<long> offsets)
    {
        var told = answer.ResultInfos.ToDictionary(PartitionOf, info => info.TopicPartitionOffsetError.Offset.Value);
        for (int i = 0; i < asked.Length; i++)
        {
            offsets[i] = told[asked[i]];
        }
    }

    private static bool IsBelow(ReadOnlySpan<long> offsets, long[] floors)
    {
        for (int i = 0; i < floors.Length; i++)
        {
            if (offsets[i] < floors[i])
            {
                return true;
            }
        }

        return false;
    }

    private static TopicPartition PartitionOf(ListOffsetsResultInfo info) => new(
        info.TopicPartitionOffsetError.Topic, info.TopicPartitionOffsetError.Partition.Value);

    /// <summary>
    /// A topic that is there may not be known yet to a broker that has just started: that passes too.
    /// </summary>
    private T Call<T>(Func<Task<T>> call)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return admin.Call(Doing, call);
            }
            catch (KappaException error) when (UnknownIn(error) is { } unknown)
            {
                TopicPartition partition = PartitionOf(unknown);
                if (topics.Find(partition.Topic) is not { } topic || !topics.IsThere(topic))
                {
                    throw LogErrors.NoSuchPartition(partition, null, topics.Suggestion(partition.Topic));
                }

                if (time.GetElapsedTime(started) > admin.Timeout)
                {
                    throw KafkaErrors.Unreachable(
                        admin.Servers, Doing, admin.Timeout, $"a broker does not know {partition}.");
                }

                admin.Pause();
            }
        }
    }

    private static ListOffsetsResultInfo? UnknownIn(KappaException error) =>
        error.InnerException is ListOffsetsException { Result.ResultInfos: var infos }
            ? infos.FirstOrDefault(info => info.TopicPartitionOffsetError.Error.Code
                is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
            : null;

    private async Task<long> OneAsync(TopicPartition partition, OffsetSpec spec, IsolationLevel isolation) =>
        (await ListAsync([partition], spec, isolation).ConfigureAwait(false))
            .ResultInfos[0].TopicPartitionOffsetError.Offset.Value;

    private async Task<ListOffsetsResult> ListAsync(
        IEnumerable<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
    {
        ListOffsetsResult result = await admin.Client.ListOffsetsAsync(
            partitions.Select(partition => new TopicPartitionOffsetSpec
            {
                TopicPartition = new Confluent.Kafka.TopicPartition(partition.Topic, partition.Partition),
                OffsetSpec = spec,
            }),
            new ListOffsetsOptions { IsolationLevel = isolation, RequestTimeout = admin.TryTimeout })
            .ConfigureAwait(false);
        return IsAnswer(result, mayBeNone: spec is OffsetSpec.TimestampSpec)
            ? result
            : throw new KafkaException(new Error(
                ErrorCode.OffsetNotAvailable, "A broker that has just begun to lead a partition knows no offset yet."));
    }

    /// <summary>
    /// The library fills in what a broker did not say, below zero, and reports no error: "none" is an answer only to
    /// whoever asks for a time.
    /// </summary>
    internal static bool IsAnswer(ListOffsetsResult result, bool mayBeNone) => result.ResultInfos.All(
        info => info.TopicPartitionOffsetError.Offset.Value >= (mayBeNone ? Offset.End.Value : 0));
}
