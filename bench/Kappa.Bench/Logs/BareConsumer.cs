using System.Diagnostics;
using Kappa.Kafka;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>
/// Takes the records of a topic from librdkafka by its batch call, and looks at nothing but their sizes.
/// </summary>
internal sealed unsafe class BareConsumer : IReadLimit
{
    private const int BatchMessages = 1_000;
    private const int PollMs = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RdKafkaClient _client;
    private readonly nint _topic;
    private readonly int _partitions;
    private readonly long _expected;
    private readonly nint[] _messages = new nint[BatchMessages];

    public BareConsumer(KafkaLogOptions options, Generator generator)
    {
        (_partitions, _expected) = (generator.Contents.Length, generator.Contents.Sum(content => content.Records));
        _client = RdKafkaClient.Start(
            RdKafkaType.Consumer, ConsumerSettings.Of(new KafkaProperties(options), ReadIsolation.Committed),
            RdKafkaEvents.Error);
        _topic = RdKafka.TopicNew(_client.Native, generator.Topic, 0);
    }

    public string Name => "rd_kafka_consume_batch_queue, nothing done with the records";

    public void Read()
    {
        nint queue = RdKafka.QueueNew(_client.Native);
        for (int partition = 0; partition < _partitions; partition++)
        {
            RequireStarted(RdKafka.ConsumeStart(_topic, partition, 0, queue));
        }

        (long records, long bytes) = (0, 0);
        for (long last = Stopwatch.GetTimestamp(); records < _expected;)
        {
            long before = records;
            Take(queue, ref records, ref bytes);
            last = records > before ? Stopwatch.GetTimestamp() : last;
            if (Stopwatch.GetElapsedTime(last) > Patience)
            {
                throw new TimeoutException($"The bare consumer got {records} of {_expected} records, then no more.");
            }
        }

        for (int partition = 0; partition < _partitions; partition++)
        {
            _ = RdKafka.ConsumeStop(_topic, partition);
        }

        RdKafka.QueueDestroy(queue);
    }

    public void Dispose()
    {
        RdKafka.TopicDestroy(_topic);
        _client.Dispose();
    }

    private void Take(nint queue, ref long records, ref long bytes)
    {
        fixed (nint* messages = _messages)
        {
            long count = RdKafka.ConsumeBatch(queue, PollMs, (RdKafkaMessage**)messages, BatchMessages);
            for (int i = 0; i < count; i++)
            {
                var message = (RdKafkaMessage*)messages[i];
                if (message->Error == 0)
                {
                    records++;
                    bytes += (long)(message->KeyBytes + message->ValueBytes);
                }

                RdKafka.MessageDestroy(message);
            }
        }
    }

    private static void RequireStarted(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException(
                $"librdkafka does not read the topic: {RdKafka.Text(RdKafka.ErrorText(RdKafka.LastError()))}");
        }
    }
}
