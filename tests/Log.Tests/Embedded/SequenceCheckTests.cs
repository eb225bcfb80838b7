using System.Buffers.Binary;

namespace Kappa.Logs.Tests;

/// <summary>The check that a producer's batches number their records densely.</summary>
public sealed class SequenceCheckTests
{
    private static readonly TopicPartition Planes = new("planes", 0);

    private static readonly EmbeddedLogOptions Small = new()
    {
        SegmentBytes = 1_500,
        InlineCommitBytes = 500,
        CompactionBytes = 0,
    };

    [Theory]
    [InlineData(CleanupPolicy.Keep), InlineData(CleanupPolicy.Compact)]
    public void What_the_log_writes_is_dense_over_restarts_deletions_and_compaction(CleanupPolicy cleanup)
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Campaign.Choose(8, 40); round++)
        {
            FaultyFileSystem files = new();
            Write(files, cleanup, random);

            (string? flaw, int batches) = Check(Batches(files), null);

            Assert.True(flaw is null && batches > 0, $"{flaw} KAPPA_SEED={seed}");
        }
    }

    [Fact]
    public void A_batch_that_is_there_twice_is_found()
    {
        List<byte[]> batches = WriteOne();
        foreach (int twice in DataBatches(batches))
        {
            List<byte[]> wrong = [.. batches];
            wrong.Insert(twice + 1, batches[twice]);
            Assert.Contains("is there twice", Check(wrong, firstOffset: 0).Flaw);
        }
    }

    [Fact]
    public void A_batch_that_is_missing_is_found()
    {
        List<byte[]> batches = WriteOne();
        foreach (int missing in DataBatches(batches).SkipLast(1)) // Nothing shows that the last one was there.
        {
            List<byte[]> wrong = [.. batches];
            wrong.RemoveAt(missing);
            Assert.Contains("is missing", Check(wrong, firstOffset: 0).Flaw);
        }
    }

    [Fact]
    public void A_batch_of_a_producer_after_that_of_one_that_fenced_it_is_found()
    {
        SequenceCheck check = new(0);

        Assert.Null(check.Flaw(Batch(7, 0, 0, 1)));
        Assert.Null(check.Flaw(Batch(7, 1, 0, 1)));
        Assert.Contains("which has fenced it", check.Flaw(Batch(7, 0, 1, 1)));
    }

    [Fact]
    public void Sequences_go_round_and_a_producer_of_another_id_has_its_own()
    {
        SequenceCheck check = new(5);

        Assert.Null(check.Flaw(Batch(7, 0, int.MaxValue - 1, 3))); // In the middle of a partition any is right.
        Assert.Null(check.Flaw(Batch(8, 0, 20, 1)));
        Assert.Null(check.Flaw(Batch(7, 0, 1, 1)));
        Assert.Null(check.Flaw(Batch(8, 0, 21, 1)));
        Assert.Contains("is there twice", check.Flaw(Batch(7, 0, 1, 1)));
    }

    [Fact]
    public void At_the_front_of_a_partition_a_producer_begins_at_0()
    {
        Assert.Contains("is missing", new SequenceCheck(0).Flaw(Batch(7, 0, 1, 1)));
        SequenceCheck check = new(0);
        Assert.Null(check.Flaw(Batch(7, 0, 0, 1)));
        Assert.Contains("is missing", check.Flaw(Batch(7, 1, 1, 1)));
    }

    [Fact]
    public void Where_compaction_took_batches_a_gap_is_right_but_going_back_is_not()
    {
        SequenceCheck check = new(0);
        byte[] empty = new byte[BatchHeader.Bytes];
        BatchHeader.WriteEmpty(empty, 0, 4);

        Assert.Null(check.Flaw(Batch(7, 0, 0, 2)));
        Assert.Null(check.Flaw(empty));
        Assert.Null(check.Flaw(Batch(7, 0, 9, 1)));
        Assert.Contains("is missing", check.Flaw(Batch(7, 0, 11, 1)));
        Assert.Null(check.Flaw(empty));
        Assert.Contains("is there twice", check.Flaw(Batch(7, 0, 9, 1)));
    }

    private static byte[] Batch(long producer, short epoch, int sequence, int records)
    {
        byte[] batch = new byte[BatchHeader.Bytes];
        BatchHeader.Seal(batch, BatchHeader.Transactional, records, 0, 0, new ProducerStamp(producer, epoch, sequence));
        return batch;
    }

    private static IEnumerable<int> DataBatches(List<byte[]> batches) =>
        Enumerable.Range(0, batches.Count).Where(i => !BatchHeader.IsControl(batches[i]));

    private static (string? Flaw, int Batches) Check(List<byte[]> batches, long? firstOffset)
    {
        SequenceCheck check = new(firstOffset ?? BatchHeader.BaseOffset(batches[0]));
        string? flaw = batches.Select(batch => check.Flaw(batch)).FirstOrDefault(found => found is not null);
        return (flaw, batches.Count);
    }

    private static List<byte[]> WriteOne()
    {
        FaultyFileSystem files = new();
        using (EmbeddedLog log = EmbeddedLog.Open(files, "log", Small))
        {
            log.CreateTopic("planes", new TopicSettings());
            using ILogProducer producer = log.OpenProducer("p");
            for (int i = 0; i < 20; i++)
            {
                producer.Append(Planes, [.. Enumerable.Repeat("a", 1 + (i % 3))]);
            }
        }

        return Batches(files);
    }

    private static List<byte[]> Batches(FaultyFileSystem files)
    {
        List<byte[]> batches = [];
        foreach (string name in files.List("log/planes-0").Where(name => name.EndsWith(".log")))
        {
            for (ReadOnlySpan<byte> rest = Files.Read(files, $"log/planes-0/{name}"); rest.Length > 0;)
            {
                int bytes = BatchHeader.TotalBytes(rest);
                batches.Add(rest[..bytes].ToArray());
                rest = rest[bytes..];
            }
        }

        Assert.All(batches.Skip(1).Zip(batches), pair => Assert.Equal(
            BatchHeader.BaseOffset(pair.Second) + BatchHeader.Offsets(pair.Second),
            BinaryPrimitives.ReadInt64BigEndian(pair.First)));
        return batches;
    }

    private static void Write(FaultyFileSystem files, CleanupPolicy cleanup, Random random)
    {
        EmbeddedLog log = EmbeddedLog.Open(files, "log", Small);
        log.CreateTopic("planes", new TopicSettings { Cleanup = cleanup, TombstoneRetention = TimeSpan.Zero });
        List<ILogProducer?> producers = [null, null, null];
        for (int step = 0; step < 150; step++)
        {
            int number = random.Next(producers.Count);
            switch (random.Next(25))
            {
                case 0:
                    log.CleanUp();
                    break;
                case 1:
                    log.DeleteRecords(Planes, random.NextInt64(log.Offsets(Planes).LastStable + 1));
                    break;
                case 2:
                    log.Dispose();
                    log = EmbeddedLog.Open(files, "log", Small);
                    producers = [null, null, null];
                    break;
                case 3:
                    producers[number] = null; // The next one fences it.
                    break;
                default:
                    Append(producers[number] ??= log.OpenProducer(number == 0 ? null : $"p{number}"), random);
                    break;
            }
        }

        log.Dispose();
    }

    private static void Append(ILogProducer producer, Random random)
    {
        using RecordBuffer buffer = new();
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            buffer.Add(0, true, [(byte)random.Next(20)], random.Next(5) > 0, new byte[random.Next(200)]);
        }

        producer.Append(Planes, buffer);
        if (random.Next(5) == 0)
        {
            producer.Abort();
        }
        else
        {
            producer.Commit();
        }
    }
}
