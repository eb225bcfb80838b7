using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>What a member of a group calls.</summary>
internal static unsafe partial class RdKafka
{
    /// <summary>Puts all events of a consumer into its consumer queue.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_poll_set_consumer")]
    public static partial int PollSetConsumer(nint client);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_subscribe")]
    public static partial int Subscribe(nint client, RdKafkaPartitionList* topics);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_pause_partitions")]
    public static partial int PausePartitions(nint client, RdKafkaPartitionList* partitions);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_incremental_assign")]
    public static partial nint IncrementalAssign(nint client, RdKafkaPartitionList* partitions);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_incremental_unassign")]
    public static partial nint IncrementalUnassign(nint client, RdKafkaPartitionList* partitions);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_assignment_lost")]
    public static partial int AssignmentLost(nint client);

    /// <summary>The partitions of an event; they live as long as the event does.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_event_topic_partition_list")]
    public static partial RdKafkaPartitionList* EventPartitions(nint happened);

    /// <summary>Begins to leave the group; the queue has to be polled until the consumer is closed.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_consumer_close_queue")]
    public static partial nint ConsumerCloseQueue(nint client, nint queue);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_consumer_closed")]
    public static partial int ConsumerClosed(nint client);

    /// <summary>Ends a poll of the queue that waits.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_yield")]
    public static partial void QueueYield(nint queue);
}
