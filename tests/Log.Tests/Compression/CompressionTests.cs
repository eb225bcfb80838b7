using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Topics whose batches are compressed: what is stored, and that it is read as it was written.</summary>
public sealed class CompressionTests
{
    private const string Segment = "log/t-0/00000000000000000000.log";
    private static readonly TopicPartition Partition = new("t", 0);

    [Theory]
    [InlineData(CompressionType.None), InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void Records_of_many_batches_are_read_as_they_were_written(CompressionType compression)
    {
        FaultyFileSystem files = new();
        string[] values = [.. Enumerable.Range(0, 20_000).Select(i => $"{i} flight {i % 97} from gate {i % 31}")];
        using (EmbeddedLog log = Open(files, compression))
        {
            using ILogProducer producer = log.OpenProducer("p");
            producer.Append(Partition, values[..5]);
            producer.Append(Partition, values[5..]);
            Assert.Equal(values, log.ReadAll(Partition));
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(files, "log");

        Assert.Equal(values, reopened.ReadAll(Partition));
        Assert.Equal(values[19_000..], reopened.ReadAll(Partition, from: 19_001)); // The marker of the first took one.
        Assert.Equal(compression, reopened.Find("t")!.Compression);
        Assert.Equal(compression, (CompressionType)Codec(files, Batches(files) - 2));
    }

    [Theory]
    [InlineData(CompressionType.Lz4, 2.0), InlineData(CompressionType.Zstd, 3.0)]
    public void Compression_makes_the_log_smaller(CompressionType compression, double ratio)
    {
        string[] values = [.. Enumerable.Range(0, 5_000).Select(i => $"{i} flight {i % 97} from gate {i % 31}")];

        long plain = Bytes(CompressionType.None);
        long compressed = Bytes(compression);

        Assert.InRange(plain / (double)compressed, ratio, 100);

        long Bytes(CompressionType type)
        {
            using EmbeddedLog log = Open(new FaultyFileSystem(), type);
            using ILogProducer producer = log.OpenProducer();
            producer.Append(Partition, values);
            return log.Offsets(Partition).Bytes;
        }
    }

    [Fact]
    public void A_small_batch_stays_as_it_is()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = Open(files, CompressionType.Lz4);
        using ILogProducer producer = log.OpenProducer();

        producer.Append(Partition, new string('x', BatchCompressor.MinBytes - 20));
        producer.Append(Partition, new string('x', BatchCompressor.MinBytes));

        Assert.Equal(Codecs.None, Codec(files, 0));
        Assert.Equal(Codecs.Lz4, Codec(files, 1));
    }

    [Theory]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void A_batch_that_would_not_become_smaller_stays_as_it_is(CompressionType compression)
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = Open(files, compression);
        using ILogProducer producer = log.OpenProducer();
        byte[] noise = new byte[5_000];
        new Random(1).NextBytes(noise);
        using RecordBuffer buffer = new();
        buffer.Add(1, false, default, true, noise);
        producer.Append(Partition, buffer);

        producer.Commit();

        Assert.Equal(Codecs.None, Codec(files, 0));
    }

    [Theory]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void A_record_that_shrinks_beyond_what_a_reader_takes_stays_as_it_is(CompressionType compression)
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = Open(files, compression);
        using ILogProducer producer = log.OpenProducer();

        producer.Append(Partition, new string('x', ExpansionLimit.Default.FreeBytes + 1));

        Assert.Equal(Codecs.None, Codec(files, 0));
        Assert.Equal(ExpansionLimit.Default.FreeBytes + 1, log.ReadAll(Partition)[0].Length);
    }

    [Theory]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void The_same_buffer_goes_to_topics_of_other_codecs(CompressionType compression)
    {
        using EmbeddedLog log = Open(new FaultyFileSystem(), compression);
        log.CreateTopic("plain", new TopicSettings { Compression = CompressionType.None });
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer buffer = Records.Buffer(new string('x', 3_000), "y");
        foreach (string topic in new[] { "t", "plain", "t" })
        {
            producer.Append(new TopicPartition(topic, 0), buffer);
            producer.Commit();
        }

        Assert.Equal([new string('x', 3_000), "y"], log.ReadAll(new TopicPartition("plain", 0)));
        Assert.Equal(4, log.ReadAll(Partition).Count);
    }

    [Theory]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void Reading_compressed_batches_does_not_allocate(CompressionType compression)
    {
        using EmbeddedLog log = Open(new FaultyFileSystem(), compression);
        using ILogProducer producer = log.OpenProducer();
        for (int i = 0; i < 20; i++)
        {
            producer.Append(Partition, [.. Enumerable.Range(0, 5_000).Select(n => $"{n} flight {n % 97}")]);
        }

        using RecordCursor cursor = new(log.OpenReader(Partition, 0));
        Assert.True(cursor.MoveNext(50_000));
        while (cursor.MoveNext(50_000))
        {
            // The first half warms up.
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        int records = 0;
        while (cursor.MoveNext(long.MaxValue))
        {
            records++;
        }

        Assert.Equal(50_000, records);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)records, 0, 0.1);
    }

    [Theory]
    [InlineData("kappa-topic 1\npartitions 3\ncleanup keep\n")]
    [InlineData("kappa-topic 2\npartitions 3\ncleanup keep\nretention-ms 5000\n")]
    public void Topics_of_older_versions_are_not_compressed(string lines)
    {
        byte[] file = Encoding.UTF8.GetBytes(
            $"{lines}crc {Crc32C.Compute(Encoding.UTF8.GetBytes(lines)):x8}\n");

        TopicDescription topic = TopicFile.Parse("t", "topics/t", file);

        Assert.Equal((3, CompressionType.None), (topic.Partitions, topic.Compression));
        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(TopicFile.ToBytes(topic)));
    }

    [Theory]
    [InlineData((CompressionType)1), InlineData((CompressionType)9)]
    public void A_compression_that_there_is_not_is_refused(CompressionType compression)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();

        KappaException error = Assert.Throws<KappaException>(
            () => log.CreateTopic("t", new TopicSettings { Compression = compression }));

        Assert.Equal("KAP2102", error.Code);
    }

    private static EmbeddedLog Open(FaultyFileSystem files, CompressionType compression)
    {
        EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings { Compression = compression });
        return log;
    }

    private static int Batches(FaultyFileSystem files) => Headers(files).Count;

    private static int Codec(FaultyFileSystem files, int batch) => Headers(files)[batch];

    private static List<int> Headers(FaultyFileSystem files)
    {
        byte[] segment = Files.Read(files, Segment);
        List<int> codecs = [];
        for (int at = 0; at < segment.Length; at += BatchHeader.TotalBytes(segment.AsSpan(at)))
        {
            codecs.Add(segment[at + 22] & 7);
        }

        return codecs;
    }
}
