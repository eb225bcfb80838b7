using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>What a reader calls. The calls for each message are so short that the runtime need not be told.</summary>
internal static unsafe partial class RdKafka
{
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_queue_new")]
    public static partial nint QueueNew(nint client);

    /// <summary>
    /// Begins to fetch a partition into a queue; -1 where it refuses, as <see cref="LastError"/> says.
    /// </summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_consume_start_queue")]
    public static partial int ConsumeStart(nint topic, int partition, long offset, nint queue);

    /// <summary>Ends it, and waits for that; what was fetched is dropped.</summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_consume_stop")]
    public static partial int ConsumeStop(nint topic, int partition);

    /// <summary>
    /// Goes on elsewhere; with time-out 0 it does not wait, and what was fetched is dropped all the same.
    /// </summary>
    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_seek")]
    public static partial int Seek(nint topic, int partition, long offset, int timeoutMs);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int timeoutMs, RdKafkaMessage** messages, nuint size);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_last_error")]
    public static partial int LastError();

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition]
    public static partial long MessageTimestamp(RdKafkaMessage* message, int* kind);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_message_headers")]
    [SuppressGCTransition]
    public static partial int MessageHeaders(RdKafkaMessage* message, nint* headers);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_message_destroy")]
    [SuppressGCTransition]
    public static partial void MessageDestroy(RdKafkaMessage* message);

    [LibraryImport(RdKafkaLibrary.Name, EntryPoint = "rd_kafka_header_get_all")]
    public static partial int HeaderGet(nint headers, nuint index, byte** name, byte** value, nuint* bytes);
}
