namespace Kappa.Kafka;

/// <summary>A topic as a producer's client has it: its handle, and how many partitions it knows of.</summary>
internal sealed unsafe class ProducerTopic
{
    private const int TopicCountInMetadata = 16; // Where rd_kafka_metadata_t has the number of its topics.
    private const int TopicsInMetadata = 24;
    private const int ErrorInTopic = 24; // Where rd_kafka_metadata_topic_t has its error.
    private const int LookMs = 500;

    private readonly nint _client;
    private int _partitions;

    public ProducerTopic(nint client, TopicDescription topic)
    {
        (_client, _partitions) = (client, topic.Partitions);
        byte* error = stackalloc byte[RdKafka.ErrorStringBytes];
        nint conf = RdKafka.DefaultTopicConf(client);
        string codec = topic.Compression switch
        {
            CompressionType.Lz4 => "lz4",
            CompressionType.Zstd => "zstd",
            _ => "none",
        };
        if (RdKafka.TopicConfSet(conf, "compression.codec", codec, error, RdKafka.ErrorStringBytes) != 0)
        {
            RdKafka.TopicConfDestroy(conf);
            throw KafkaErrors.PropertyRefused("compression.codec", RdKafka.Text(error));
        }

        Native = RdKafka.TopicNew(client, topic.Name, conf);
    }

    /// <summary>The handle; its owner destroys it.</summary>
    public nint Native { get; }

    /// <summary>Has the client look again where the topic has more partitions than when it looked.</summary>
    public void Follow(int partitions, TimeSpan timeout)
    {
        if (partitions <= _partitions)
        {
            return;
        }

        int error = RdKafka.Metadata(_client, 0, Native, out nint metadata, (int)timeout.TotalMilliseconds);
        if (error != 0)
        {
            throw new ProducerFailure("looking for partitions", RdKafkaError.Of(error), isUnclear: false);
        }

        RdKafka.MetadataDestroy(metadata);
        _partitions = partitions;
    }

    /// <summary>Whether the cluster says that there is no such topic; false where it does not answer soon.</summary>
    public bool IsGone()
    {
        if (RdKafka.Metadata(_client, 0, Native, out nint metadata, LookMs) != 0)
        {
            return false;
        }

        int count = *(int*)(metadata + TopicCountInMetadata);
        byte* topic = *(byte**)(metadata + TopicsInMetadata);
        int error = count == 0 ? 0 : *(int*)(topic + ErrorInTopic);
        RdKafka.MetadataDestroy(metadata);
        return RdKafkaCode.IsNoSuchTopic(error);
    }
}
