using System.Buffers;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Writes a record at each moment of a pace.</summary>
internal sealed class PingWriter(ILog log, string topic, PingBoard board, TimeProvider time, BenchOptions options)
{
    private readonly PingSerde _serde = new();
    private readonly GroupSerde _keys = new();
    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly ArrayBufferWriter<byte> _value = new();

    /// <summary>How long records took until they were acknowledged.</summary>
    public LatencySample Sample { get; } = new();

    public void Run(int records, int recordsPerSecond, int groups)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        var random = new Random(options.Seed);
        var pace = new Pace(time, recordsPerSecond);
        for (int number = 0; number < records; number++)
        {
            var ping = new Ping(random.Next(groups), number);
            int partition = Fill(buffer, ping, random.Next());
            TimeSpan late = pace.WaitForNext();
            long sent = time.GetTimestamp() - (long)(late.TotalSeconds * time.TimestampFrequency);
            board.Sent(ping, sent);
            producer.Append(new TopicPartition(topic, partition), buffer);
            producer.Commit();
            Sample.Add(time.GetElapsedTime(sent));
        }
    }

    private int Fill(RecordBuffer buffer, Ping ping, int key)
    {
        _key.ResetWrittenCount();
        _keys.Serialize(key, _key);
        _value.ResetWrittenCount();
        _serde.Serialize(ping, _value);
        buffer.Clear();
        buffer.Add(time.GetUtcNow().ToUnixTimeMilliseconds(), true, _key.WrittenSpan, true, _value.WrittenSpan);
        return KeyPartitioner.Partition(_key.WrittenSpan, options.Partitions);
    }
}
