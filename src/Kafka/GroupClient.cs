namespace Kappa.Kafka;

/// <summary>The native client of a member of a group; it has partitions assigned and fetches none of them.</summary>
internal sealed unsafe class GroupClient : IDisposable
{
    private const int AssignPartitions = -175;

    private readonly RdKafkaClient _client;
    private readonly nint _queue;

    /// <summary>Joins a group.</summary>
    public GroupClient(KafkaProperties properties, string group, IEnumerable<string> topics)
    {
        _client = RdKafkaClient.Start(
            RdKafkaType.Consumer, Settings(properties, group), RdKafkaEvents.Rebalance | RdKafkaEvents.Error);
        _ = RdKafka.PollSetConsumer(_client.Native);
        _queue = RdKafka.QueueGetConsumer(_client.Native);
        RdKafkaPartitionList* list = RdKafka.PartitionListNew(1);
        foreach (string topic in topics)
        {
            RdKafka.PartitionListAdd(list, topic, -1);
        }

        int error = RdKafka.Subscribe(_client.Native, list);
        RdKafka.PartitionListDestroy(list);
        if (error != 0)
        {
            Dispose();
            throw KafkaErrors.Refused(properties.Servers, $"joining group '{group}'", RdKafkaError.Of(error).Text);
        }
    }

    /// <summary>Whether the member has left the group, after <see cref="BeginLeave"/>.</summary>
    public bool HasLeft => RdKafka.ConsumerClosed(_client.Native) != 0;

    /// <summary>Waits for an event: this has to go on all the time, or the group takes the member for dead.</summary>
    /// <returns>The event, which the caller destroys; 0 where there was none.</returns>
    public nint Poll(int timeoutMs) => RdKafka.QueuePoll(_queue, timeoutMs);

    /// <summary>Ends a <see cref="Poll"/> that waits.</summary>
    public void Wake() => RdKafka.QueueYield(_queue);

    /// <summary>Says what an event of a rebalance is about.</summary>
    public GroupChange Read(nint happened)
    {
        RdKafkaPartitionList* list = RdKafka.EventPartitions(happened);
        var partitions = new TopicPartition[list->Count];
        for (int i = 0; i < partitions.Length; i++)
        {
            partitions[i] = new TopicPartition(RdKafka.Text(list->Elements[i].Topic), list->Elements[i].Partition);
        }

        Array.Sort(partitions, PartitionOrder.Instance);
        GroupChangeKind kind = RdKafka.EventError(happened) == AssignPartitions ? GroupChangeKind.Assigned
            : RdKafka.AssignmentLost(_client.Native) != 0 ? GroupChangeKind.Lost
            : GroupChangeKind.Revoked;
        return new GroupChange(kind, partitions);
    }

    /// <summary>Takes up what an event of a rebalance says: only then the group goes on.</summary>
    public void Acknowledge(nint happened, GroupChangeKind kind)
    {
        RdKafkaPartitionList* list = RdKafka.EventPartitions(happened);
        if (kind == GroupChangeKind.Assigned)
        {
            _ = RdKafkaError.Take(RdKafka.IncrementalAssign(_client.Native, list));
            _ = RdKafka.PausePartitions(_client.Native, list);
        }
        else
        {
            _ = RdKafkaError.Take(RdKafka.IncrementalUnassign(_client.Native, list));
        }
    }

    /// <summary>Begins to leave the group; events have to be polled and acknowledged meanwhile.</summary>
    public void BeginLeave() => _ = RdKafkaError.Take(RdKafka.ConsumerCloseQueue(_client.Native, _queue));

    public void Dispose()
    {
        RdKafka.QueueDestroy(_queue);
        _client.Dispose();
    }

    private static Dictionary<string, string> Settings(KafkaProperties properties, string group) => properties.Of(
        "consumer",
        [
            ("session.timeout.ms", "10000"), // The partitions of a member that was killed wait as long for another.
            ("heartbeat.interval.ms", "1000"), // How soon a member hears of a change.
            ("topic.metadata.refresh.interval.ms", "3000"), // How soon the group follows topics that change.
            ("log_level", "0"), // Errors come as events; the library would print them.
        ],
        [
            ("group.id", group),
            ("group.protocol", "classic"),
            ("partition.assignment.strategy", "cooperative-sticky"),
            ("enable.auto.commit", "false"),
            ("enable.auto.offset.store", "false"),
            ("auto.offset.reset", "latest"), // Nothing is fetched: readers of their own do that.
        ]);
}
