using System.Text;
using Confluent.Kafka;

namespace Kappa.Logs.Tests;

/// <summary>What a producer on Kafka writes, as a plain consumer of Confluent.Kafka sees it.</summary>
public sealed class ProducerCommitTests : IDisposable
{
    private readonly KafkaLog _log = OwnNames.Connect();
    private readonly string _topic = OwnNames.Next("flights");
    private readonly string _id = OwnNames.Next("worker");

    private Kappa.TopicPartition First => new(_topic, 0);

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Records_of_every_shape_arrive_as_they_are(bool isTransactional)
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer(isTransactional ? _id : null);
        using RecordBuffer buffer = new();
        byte[][] shapes = [[], "v"u8.ToArray(), [0, 255, 0], new byte[300], new byte[100_000]];
        List<(byte[]? Key, byte[]? Value, long Time)> expected = [];
        foreach (byte[]? key in shapes.Prepend(null))
        {
            foreach (byte[]? value in shapes.Prepend(null))
            {
                long time = 1_000_000 - (expected.Count * 1_000);
                buffer.Add(time, key is not null, key, value is not null, value);
                expected.Add((key, value, time));
            }
        }

        producer.Append(First, buffer);
        producer.Commit();

        List<ConsumeResult<byte[], byte[]>> read = ConfluentReader.Read(First, expected.Count);
        Assert.Equal(expected.Count, read.Count);
        for (int i = 0; i < read.Count; i++)
        {
            Assert.Equal(i, read[i].Offset.Value);
            Assert.Equal(expected[i].Key, read[i].Message.Key);
            Assert.Equal(expected[i].Value, read[i].Message.Value);
            Assert.Equal(expected[i].Time, read[i].Message.Timestamp.UnixTimestampMs);
            Assert.Equal(TimestampType.CreateTime, read[i].Message.Timestamp.Type);
            Assert.Empty(read[i].Message.Headers);
        }
    }

    [Fact]
    public void The_first_millisecond_of_1970_becomes_the_second_one()
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer buffer = new();
        buffer.Add(0, true, "k"u8, true, "v"u8);
        buffer.Add(1, true, "k"u8, true, "v"u8);

        Commit(producer, buffer);

        Assert.Equal([1, 1], ConfluentReader.Read(First, 2).Select(read => read.Message.Timestamp.UnixTimestampMs));
    }

    [Fact]
    public void Headers_arrive_in_order_with_repeated_names_and_null_and_empty_values()
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer buffer = new();
        byte[] name = Encoding.UTF8.GetBytes("größe");
        byte[] large = new byte[200];
        byte[] headers =
        [
            10, 2, (byte)'a', 2, 7, 2, (byte)'a', 1, 2, (byte)'b', 0, 14, .. name, 0x90, 3, .. large, 0, 2, 9,
        ];
        buffer.Add(1, true, "k"u8, true, "v"u8, headers);
        buffer.Add(2, true, "k"u8, true, "v"u8);

        producer.Append(First, buffer);
        producer.Commit();

        List<ConsumeResult<byte[], byte[]>> read = ConfluentReader.Read(First, 2);
        (string, byte[]?)[] expected = [("a", [7]), ("a", null), ("b", []), ("größe", large), ("", [9])];
        Assert.Equal(expected, read[0].Message.Headers.Select(header => (header.Key, (byte[]?)header.GetValueBytes())));
        Assert.Empty(read[1].Message.Headers);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Headers_that_are_not_in_Kafkas_coding_are_refused(int index)
    {
        byte[][] bad = [[2], [2, 2], [4, 2, (byte)'a', 2, 7], [2, 0xff, 0xff, 0xff, 0xff, 0x7f, 1]];
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer buffer = new();
        buffer.Add(1, true, "k"u8, true, "v"u8, bad[index]);
        producer.Append(First, buffer);

        Assert.Throws<ArgumentException>(() => producer.Commit());

        Assert.Empty(ConfluentReader.Read(First, 0));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_commit_gives_the_offset_of_the_first_record_of_each_append(bool isTransactional)
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings { Partitions = 3 });
        using ILogProducer producer = _log.OpenProducer(isTransactional ? _id : null);
        for (int round = 0; round < 5; round++)
        {
            List<(int Partition, string Value)> firsts = [];
            List<RecordBuffer> buffers = [];
            for (int i = 0; i < 7; i++)
            {
                RecordBuffer buffer = Records.Buffer([$"{round} {i}", .. Enumerable.Repeat("more", i)]);
                buffers.Add(buffer);
                firsts.Add((i % 3, $"{round} {i}"));
                producer.Append(First with { Partition = i % 3 }, buffer);
            }

            IReadOnlyList<long> offsets = producer.Commit();

            Assert.Equal(7, offsets.Count);
            for (int i = 0; i < 7; i++)
            {
                ConsumeResult<byte[], byte[]> found = ConfluentReader
                    .Read(First with { Partition = firsts[i].Partition }, (round * 5) + 1)
                    .Single(result => Encoding.UTF8.GetString(result.Message.Value) == firsts[i].Value);
                Assert.Equal(found.Offset.Value, offsets[i]);
            }

            buffers.ForEach(buffer => buffer.Dispose());
        }
    }

    [Theory]
    [InlineData(CompressionType.None), InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void A_hundred_thousand_records_of_one_commit_are_there_once_and_in_order(CompressionType compression)
    {
        const int count = 100_000;
        _log.Admin.CreateTopic(_topic, new TopicSettings { Compression = compression });
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer buffer = new();
        for (int i = 0; i < count; i++)
        {
            buffer.Add(i + 1, true, BitConverter.GetBytes(i), true, new byte[100]);
        }

        producer.Append(First, buffer);

        Assert.Equal([0L], producer.Commit());
        List<ConsumeResult<byte[], byte[]>> read = ConfluentReader.Read(First, count);
        Assert.Equal(Enumerable.Range(0, count), read.Select(result => BitConverter.ToInt32(result.Message.Key)));
        Assert.Equal(count + 1, producer.NextOffset(First));
    }

    [Fact]
    public void A_commit_allocates_nothing_for_each_record()
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer buffer = new();
        for (int i = 0; i < 20_000; i++)
        {
            buffer.Add(i + 1, true, "key"u8, true, "value"u8, [2, 2, (byte)'h', 2, (byte)'v']);
        }

        Commit(producer, buffer);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Commit(producer, buffer);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000 / 10);
    }

    [Fact]
    public void More_than_the_queue_of_the_client_holds_is_written_in_one_commit()
    {
        using KafkaLog log = OwnNames.Connect(("producer.queue.buffering.max.messages", "1000"));
        log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = log.OpenProducer(_id);
        using RecordBuffer buffer = Records.Buffer([.. Enumerable.Range(0, 25_000).Select(i => $"{i}")]);

        Commit(producer, buffer);

        Assert.Equal(Enumerable.Range(0, 25_000).Select(i => $"{i}"), ConfluentReader.Values(First, 25_000));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void The_next_offset_is_foreseen_over_many_commits(bool isTransactional)
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings { Partitions = 2 });
        ILogProducer producer = _log.OpenProducer(isTransactional ? _id : null);
        for (int round = 0; round < 60; round++)
        {
            if (round % 20 == 19)
            {
                producer.Dispose();
                producer = _log.OpenProducer(isTransactional ? _id : null);
            }

            Kappa.TopicPartition partition = First with { Partition = round % 3 == 0 ? 1 : 0 };
            long foreseen = producer.NextOffset(partition);
            using RecordBuffer buffer = Records.Buffer([.. Enumerable.Repeat("a", 1 + (round % 4))]);
            using RecordBuffer another = Records.Buffer("b");
            producer.Append(partition, buffer);
            producer.Append(partition, another);

            IReadOnlyList<long> offsets = producer.Commit();

            Assert.Equal([foreseen, foreseen + buffer.Records], offsets);
        }

        producer.Dispose();
    }

    [Fact]
    public void Buffers_may_be_used_again_after_the_commit()
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer();
        using RecordBuffer buffer = new();
        for (int i = 0; i < 50; i++)
        {
            buffer.Clear();
            buffer.Add(i + 1, true, "k"u8, true, Encoding.UTF8.GetBytes($"{i}"));
            Commit(producer, buffer);
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), ConfluentReader.Values(First, 50));
    }

    private void Commit(ILogProducer producer, RecordBuffer buffer)
    {
        producer.Append(First, buffer);
        producer.Commit();
    }
}
