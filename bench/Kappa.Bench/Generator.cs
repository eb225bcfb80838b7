using System.Buffers;
using System.Buffers.Binary;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Fills a topic, and knows what is in it and how often each key was written.</summary>
/// <remarks>
/// A record takes about 100 bytes in the log: a key of 16 bytes, and a value of 72 that begins with the key to re-key
/// by. Of what follows, a part is the same in all of them, so that they compress about as JSON does.
/// </remarks>
internal sealed class Generator
{
    private const int BatchRecords = 50_000;
    private const int ValueBytes = 72;
    /// <summary>Timestamp of the first record.</summary>
    public const long FirstMs = 1_000_000_000_000;


    private readonly BenchOptions _options;
    private readonly BenchKeySerde _serde = new();
    private readonly Random _random;
    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly byte[] _value = new byte[ValueBytes];
    private int _written;

    public Generator(BenchOptions options, string topic)
    {
        (_options, Topic, _random) = (options, topic, new Random(options.Seed));
        _random.NextBytes(_value);
        Counts = new int[options.Keys];
        ValueCounts = new int[options.Keys];
        Contents = [.. Enumerable.Range(0, options.Partitions).Select(_ => new TopicContent())];
    }

    public string Topic { get; }

    /// <summary>How often each key was written.</summary>
    public int[] Counts { get; }

    /// <summary>How often each key was named in a value.</summary>
    public int[] ValueCounts { get; }

    /// <summary>What is in each partition.</summary>
    public TopicContent[] Contents { get; }

    public void Create(ILog log) => log.Admin.CreateTopic(
        Topic, new TopicSettings { Partitions = _options.Partitions, Compression = _options.Compression });

    public void Fill(ILog log)
    {
        Create(log);
        using ILogProducer producer = log.OpenProducer();
        RecordBuffer[] buffers = [.. Contents.Select(_ => new RecordBuffer())];
        for (int i = 0; i < _options.Records; i++)
        {
            Add(buffers);
            if ((i + 1) % BatchRecords == 0 || i + 1 == _options.Records)
            {
                Commit(producer, buffers);
            }
        }

        Array.ForEach(buffers, buffer => buffer.Dispose());
    }

    /// <summary>The records once more, in the order in which they were written.</summary>
    public IEnumerable<BenchRecord> Draw()
    {
        var random = new Random(_options.Seed);
        random.NextBytes(new byte[ValueBytes]);
        for (int i = 0; i < _options.Records; i++)
        {
            yield return new BenchRecord(random.Next(_options.Keys), random.Next(_options.Keys), FirstMs + i);
        }
    }

    /// <summary>Bytes that the log takes for it.</summary>
    public long Stored(ILog log) => Enumerable.Range(0, Contents.Length)
        .Sum(partition => log.Offsets(new TopicPartition(Topic, partition)).Bytes);

    /// <summary>Adds the next record to the buffer of its partition.</summary>
    /// <returns>Number of the partition.</returns>
    public int Add(RecordBuffer[] buffers)
    {
        int n = _random.Next(_options.Keys);
        int other = _random.Next(_options.Keys);
        Counts[n]++;
        ValueCounts[other]++;
        _key.ResetWrittenCount();
        _serde.Serialize(BenchKey.Of(other), _key);
        _key.WrittenSpan.CopyTo(_value);
        BinaryPrimitives.WriteUInt64LittleEndian(_value.AsSpan(16), BenchKey.Of(_written).High);
        BinaryPrimitives.WriteUInt64LittleEndian(_value.AsSpan(24), BenchKey.Of(~_written).High);
        _key.ResetWrittenCount();
        _serde.Serialize(BenchKey.Of(n), _key);
        int partition = KeyPartitioner.Partition(_key.WrittenSpan, buffers.Length);
        long timestampMs = FirstMs + _written++;
        buffers[partition].Add(timestampMs, true, _key.WrittenSpan, true, _value);
        Contents[partition].Add(timestampMs, _key.WrittenSpan, _value);
        return partition;
    }

    private void Commit(ILogProducer producer, RecordBuffer[] buffers)
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
