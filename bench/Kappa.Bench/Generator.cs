using System.Buffers;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Fills the topic and knows how often each key was written.</summary>
/// <remarks>
/// A record takes about 100 bytes in the log: a key of 16 bytes, and a value of 72 that begins with the key to re-key
/// by.
/// </remarks>
internal sealed class Generator(BenchOptions options)
{
    public const string Topic = "bench";
    private const int BatchRecords = 50_000;
    private const int ValueBytes = 72;

    private readonly BenchKeySerde _serde = new();

    /// <summary>How often each key was written.</summary>
    public int[] Counts { get; } = new int[options.Keys];

    /// <summary>How often each key was named in a value.</summary>
    public int[] ValueCounts { get; } = new int[options.Keys];

    public void Fill(ILog log)
    {
        log.CreateTopic(Topic, new TopicSettings { Partitions = options.Partitions });
        using ILogProducer producer = log.OpenProducer();
        RecordBuffer[] buffers = [.. Enumerable.Range(0, options.Partitions).Select(_ => new RecordBuffer())];
        var random = new Random(options.Seed);
        var key = new ArrayBufferWriter<byte>();
        byte[] value = new byte[ValueBytes];
        random.NextBytes(value);
        for (int i = 0; i < options.Records; i++)
        {
            Add(random, buffers, key, value, 1_000_000_000_000 + i);
            if ((i + 1) % BatchRecords == 0 || i + 1 == options.Records)
            {
                Commit(producer, buffers);
            }
        }

        Array.ForEach(buffers, buffer => buffer.Dispose());
    }

    private void Add(
        Random random, RecordBuffer[] buffers, ArrayBufferWriter<byte> key, byte[] value, long timestampMs)
    {
        int n = random.Next(options.Keys);
        int other = random.Next(options.Keys);
        Counts[n]++;
        ValueCounts[other]++;
        key.ResetWrittenCount();
        _serde.Serialize(BenchKey.Of(other), key);
        key.WrittenSpan.CopyTo(value);
        key.ResetWrittenCount();
        _serde.Serialize(BenchKey.Of(n), key);
        int partition = KeyPartitioner.Partition(key.WrittenSpan, buffers.Length);
        buffers[partition].Add(timestampMs, true, key.WrittenSpan, true, value);
    }

    private static void Commit(ILogProducer producer, RecordBuffer[] buffers)
    {
        for (int partition = 0; partition < buffers.Length; partition++)
        {
            if (buffers[partition].Records > 0)
            {
                producer.Append(new TopicPartition(Topic, partition), buffers[partition]);
            }
        }

        producer.Commit();
        Array.ForEach(buffers, buffer => buffer.Clear());
    }
}
