using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>What a producer calls.</summary>
internal static unsafe partial class RdKafka
{
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_default_topic_conf_dup")]
    public static partial nint DefaultTopicConf(nint client);

    [LibraryImport(
        RdKafkaLibrary.Name, EntryPoint = "rd_kafka_topic_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int TopicConfSet(nint conf, string name, string value, byte* error, nuint errorBytes);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_topic_conf_destroy")]
    public static partial void TopicConfDestroy(nint conf);

    /// <summary>Gives a topic's handle; it owns the configuration. The first one of a name decides.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint TopicNew(nint client, string topic, nint conf);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_topic_destroy")]
    public static partial void TopicDestroy(nint topic);

    /// <summary>Asks the cluster for what it knows of a topic, and takes that over.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_metadata")]
    public static partial int Metadata(nint client, int allTopics, nint topic, out nint metadata, int timeoutMs);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_metadata_destroy")]
    public static partial void MetadataDestroy(nint metadata);

    /// <summary>Queues a record; the headers belong to the library if that succeeds.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_produceva")]
    public static partial nint Produce(nint client, RdKafkaField* fields, nuint count);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_headers_new")]
    public static partial nint HeadersNew(nuint count);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_headers_destroy")]
    public static partial void HeadersDestroy(nint headers);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_header_add")]
    public static partial int HeaderAdd(nint headers, byte* name, nint nameBytes, byte* value, nint valueBytes);

    /// <summary>Takes the next messages out of a delivery report; they live as long as the event does.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_event_message_array")]
    public static partial nuint EventMessages(nint happened, RdKafkaMessage** messages, nuint size);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_purge")]
    public static partial int Purge(nint client, int flags);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_init_transactions")]
    public static partial nint InitTransactions(nint client, int timeoutMs);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_begin_transaction")]
    public static partial nint BeginTransaction(nint client);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_send_offsets_to_transaction")]
    public static partial nint SendOffsets(nint client, nint offsets, nint groupMetadata, int timeoutMs);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_commit_transaction")]
    public static partial nint CommitTransaction(nint client, int timeoutMs);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_abort_transaction")]
    public static partial nint AbortTransaction(nint client, int timeoutMs);

    [LibraryImport(
        RdKafkaLibrary.Name, EntryPoint = "rd_kafka_consumer_group_metadata_new",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GroupMetadataNew(string group);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_consumer_group_metadata_destroy")]
    public static partial void GroupMetadataDestroy(nint metadata);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_topic_partition_list_new")]
    public static partial RdKafkaPartitionList* PartitionListNew(int size);

    [LibraryImport(
        RdKafkaLibrary.Name, EntryPoint = "rd_kafka_topic_partition_list_add",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial RdKafkaPartition* PartitionListAdd(RdKafkaPartitionList* list, string topic, int partition);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    public static partial void PartitionListDestroy(RdKafkaPartitionList* list);
}
