using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Compaction and retention of topics whose batches are compressed.</summary>
public sealed class CompressedCompactionTests
{
    private static readonly TopicPartition Partition = new("planes", 0);
    private static readonly EmbeddedLogOptions Small = new()
    {
        SegmentBytes = 4_000,
        IndexIntervalBytes = 200,
        CompactionBytes = 0,
        CompactionMemoryBytes = 1_024,
    };

    [Theory]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void The_last_record_of_each_key_stays_at_its_offset(CompressionType compression)
    {
        FaultyFileSystem files = new();
        SortedDictionary<long, (string Key, string Value)> expected = [];
        using (EmbeddedLog log = Open(files, compression, out ILogProducer producer))
        {
            Random random = Seed.Random(out _);
            Dictionary<string, long> last = [];
            for (int commit = 0; commit < 60; commit++)
            {
                (string Key, string Value)[] records = [.. Enumerable.Range(0, 40).Select(
                    i => ($"plane {random.Next(300)}", $"commit {commit} record {i} of a plane that flies"))];
                long offset = Append(producer, records);
                foreach ((string key, string value) in records)
                {
                    if (last.TryGetValue(key, out long before))
                    {
                        expected.Remove(before);
                    }

                    last[key] = offset;
                    expected.Add(offset++, (key, value));
                }

                if (commit is 10 or 25)
                {
                    log.CleanUp();
                }
            }

            long bytes = log.Offsets(Partition).Bytes;
            log.CleanUp();
            Assert.InRange(log.Offsets(Partition).Bytes, 1, bytes / 2);
            Assert.Equal(expected.Select(pair => (pair.Key, pair.Value)), Read(log));
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(files, "log", Small);
        Assert.Equal(expected.Select(pair => (pair.Key, pair.Value)), Read(reopened));
        Assert.Contains((int)compression, Codecs(files));
    }

    [Theory]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void A_shortened_batch_keeps_its_codec_as_long_as_that_makes_it_smaller(CompressionType compression)
    {
        FaultyFileSystem files = new();
        using (EmbeddedLog log = Open(files, compression, out ILogProducer producer))
        {
            Append(producer, [.. Enumerable.Range(0, 40).Select(i => ($"{i}", $"the value of plane {i} which flies"))]);
            Append(producer, [.. Enumerable.Range(0, 10).Select(i => ($"{i}", "newer"))]); // 30 are left in the first.
            log.CleanUp();
            Assert.Equal([(int)compression, 0, 0, 0], Codecs(files)); // Two batches, each with its marker behind it.

            for (int i = 0; i < 10; i++) // Enough to be compacted again. Two are left in the first.
            {
                Append(producer, [.. Enumerable.Range(12, 28).Select(n => ($"{n}", $"newer {i}"))]);
            }

            log.CleanUp();
        }

        Assert.Equal(0, Codecs(files)[0]);
        using EmbeddedLog reopened = EmbeddedLog.Open(files, "log", Small);
        Assert.Equal([10L, 11L], Read(reopened).Take(2).Select(record => record.Offset));
    }

    [Fact]
    public void Retention_by_size_counts_compressed_bytes()
    {
        using EmbeddedLog log = EmbeddedLog.Open(new FaultyFileSystem(), "log", Small);
        log.CreateTopic("planes", new TopicSettings { RetentionBytes = 8_000 });
        using ILogProducer producer = log.OpenProducer();
        for (int i = 0; i < 30; i++)
        {
            Append(producer, [.. Enumerable.Range(0, 100).Select(n => ($"{n}",
                $"the value of plane {n} which flies"))]);
        }

        log.CleanUp();

        PartitionOffsets offsets = log.Offsets(Partition);
        Assert.InRange(offsets.Bytes, 8_000, 12_100);
        Assert.Equal(offsets.LastStable - offsets.Earliest, Read(log, offsets.Earliest).Count);
        Assert.InRange(offsets.LastStable - offsets.Earliest, 500, 2_900); // 100 records take less than 1,600 bytes.
    }

    private static EmbeddedLog Open(FaultyFileSystem files, CompressionType compression, out ILogProducer producer)
    {
        EmbeddedLog log = EmbeddedLog.Open(files, "log", Small);
        log.CreateTopic("planes", new TopicSettings { Cleanup = CleanupPolicy.Compact, Compression = compression });
        producer = log.OpenProducer("p");
        return log;
    }

    private static long Append(ILogProducer producer, params (string Key, string Value)[] records)
    {
        using RecordBuffer buffer = new();
        foreach ((string key, string value) in records)
        {
            buffer.Add(1_000, true, Encoding.UTF8.GetBytes(key), true, Encoding.UTF8.GetBytes(value));
        }

        producer.Append(Partition, buffer);
        return producer.Commit()[0];
    }

    private static List<(long Offset, (string Key, string Value) Record)> Read(EmbeddedLog log, long from = 0)
    {
        using RecordCursor cursor = new(log.OpenReader(Partition, from));
        List<(long, (string, string))> records = [];
        while (cursor.MoveNext(long.MaxValue))
        {
            records.Add((cursor.Offset, (Encoding.UTF8.GetString(cursor.Key), Encoding.UTF8.GetString(cursor.Value))));
        }

        return records;
    }

    private static List<int> Codecs(FaultyFileSystem files)
    {
        List<int> codecs = [];
        foreach (string name in files.List("log/planes-0").Where(name => name.EndsWith(".log",
            StringComparison.Ordinal)))
        {
            byte[] segment = Files.Read(files, "log/planes-0/" + name);
            for (int at = 0; at < segment.Length; at += BatchHeader.TotalBytes(segment.AsSpan(at)))
            {
                codecs.Add(segment[at + 22] & 7);
            }
        }

        return codecs;
    }
}
