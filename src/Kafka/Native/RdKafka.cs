using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>The functions of librdkafka that Kappa calls itself: clients, queues, events and errors.</summary>
/// <remarks>
/// Source: rdkafka.h of librdkafka 2.16. Confluent.Kafka has no batch calls and allocates for each record, so records
/// go this way; everything else goes through Confluent.Kafka.
/// </remarks>
internal static unsafe partial class RdKafka
{
    public const int ErrorStringBytes = 512;

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint ConfNew();

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void ConfDestroy(nint conf);

    [LibraryImport(
        RdKafkaLibrary.Name, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ConfSet(nint conf, string name, string value, byte* error, nuint errorBytes);

    [LibraryImport(
        RdKafkaLibrary.Name, EntryPoint = "rd_kafka_conf_get", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ConfGet(nint conf, string name, byte* value, ref nuint bytes);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_conf_set_events")]
    public static partial void ConfSetEvents(nint conf, int events);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_conf_dump")]
    public static partial byte** ConfDump(nint conf, out nuint count);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_conf_dump_free")]
    public static partial void ConfDumpFree(byte** dump, nuint count);

    /// <summary>Creates a client; where it succeeds, it owns the configuration.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_new")]
    public static partial nint New(RdKafkaType type, nint conf, byte* error, nuint errorBytes);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_destroy_flags")]
    public static partial void DestroyFlags(nint client, int flags);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_err2name")]
    public static partial byte* ErrorName(int code);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_err2str")]
    public static partial byte* ErrorText(int code);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_fatal_error")]
    public static partial int FatalError(nint client, byte* error, nuint errorBytes);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_error_code")]
    public static partial int ErrorCode(nint error);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_error_string")]
    public static partial byte* ErrorString(nint error);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_error_is_fatal")]
    public static partial int ErrorIsFatal(nint error);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_error_is_retriable")]
    public static partial int ErrorIsRetriable(nint error);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_error_txn_requires_abort")]
    public static partial int ErrorRequiresAbort(nint error);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_error_destroy")]
    public static partial void ErrorDestroy(nint error);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_get_main")]
    public static partial nint QueueGetMain(nint client);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_get_consumer")]
    public static partial nint QueueGetConsumer(nint client);

    [LibraryImport(
        RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_get_partition",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint QueueGetPartition(nint client, string topic, int partition);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void QueueDestroy(nint queue);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_forward")]
    public static partial void QueueForward(nint source, nint target);

    /// <summary>Calls a function whenever the queue is no longer empty; it may call nothing of librdkafka.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_cb_event_enable")]
    public static partial void QueueCallback(
        nint queue, delegate* unmanaged[Cdecl]<nint, nint, void> callback, nint opaque);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_poll")]
    public static partial nint QueuePoll(nint queue, int timeoutMs);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_event_type")]
    public static partial int EventType(nint happened);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_event_destroy")]
    public static partial void EventDestroy(nint happened);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_event_error")]
    public static partial int EventError(nint happened);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_event_error_string")]
    public static partial byte* EventErrorString(nint happened);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_event_error_is_fatal")]
    public static partial int EventErrorIsFatal(nint happened);

    /// <summary>Text of a message or name of librdkafka, in UTF-8 and ended by a zero.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
