using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>The search by time on the embedded log, and the index files that it uses.</summary>
public sealed class TimeIndexTests
{
    private static readonly TopicPartition Flights = new("flights", 0);

    private static readonly EmbeddedLogOptions Small = new()
    {
        SegmentBytes = 2_000,
        IndexIntervalBytes = 40, // Stretches have eight times as many.
        CompactionBytes = 0,
    };

    private readonly FixedTime _time = new(1_000_000);

    [Theory]
    [InlineData(CleanupPolicy.Keep), InlineData(CleanupPolicy.Compact)]
    public void Every_time_leads_to_the_first_record_that_is_as_late_whatever_became_of_the_log(CleanupPolicy cleanup)
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Campaign.Choose(10, 60); round++)
        {
            FaultyFileSystem files = new();
            EmbeddedLog log = EmbeddedLog.Open(files, "log", Small, _time);
            log.CreateTopic("flights", new TopicSettings
            {
                Cleanup = cleanup,
                TombstoneRetention = TimeSpan.FromMilliseconds(5),
            });
            for (int step = 0; step < 25; step++)
            {
                switch (random.Next(8))
                {
                    case 0:
                        log.DeleteRecords(Flights, random.NextInt64(log.Offsets(Flights).LastStable + 1));
                        break;
                    case 1:
                        log.CleanUp();
                        _time.Advance(10);
                        break;
                    case 2:
                        log = Reopen(log, files, random);
                        break;
                    default:
                        Append(log, random);
                        break;
                }

                Check(log, random, seed);
            }

            log.Dispose();
        }
    }

    [Theory]
    [InlineData(null), InlineData("worker")] // The markers of a worker's commits have the time of today.
    public void Segments_whose_records_are_all_too_early_are_not_read(string? transactionalId)
    {
        FaultyFileSystem files = new();
        Write(files, 200, transactionalId: transactionalId);
        string[] segments = [.. files.List("log/flights-0").Where(name => name.EndsWith(".log"))];
        Assert.True(segments.Length > 5);
        foreach (string name in segments.SkipLast(2))
        {
            Damage(files, $"log/flights-0/{name}", 500); // Whoever reads it, finds it.
        }

        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Small, _time);

        Assert.Equal(transactionalId is null ? 199 : 398, log.OffsetAt(Flights, 199));
        Assert.Equal("KAP2201", Assert.Throws<KappaException>(
            () => Enumerable.Range(0, 20).Select(time => log.OffsetAt(Flights, time)).ToList()).Code);
    }

    [Fact]
    public void An_index_that_is_missing_is_built_again_and_written()
    {
        FaultyFileSystem files = new();
        Write(files, 200);
        string[] indexes = [.. Indexes(files)];
        Assert.NotEmpty(indexes);
        byte[][] bytes = [.. indexes.Select(path => Files.Read(files, path))];
        Array.ForEach(indexes, files.DeleteFile);
        using (EmbeddedLog log = EmbeddedLog.Open(files, "log", Small, _time))
        {
            Assert.Equal(100, log.OffsetAt(Flights, 100));
            Assert.Null(log.OffsetAt(Flights, 1_000)); // Looks at every segment.
            using ILogProducer producer = log.OpenProducer();
            producer.Append(Flights, "a"); // So that the partition has changed when the log is closed.
        }

        Assert.Equal(indexes, Indexes(files).Take(indexes.Length));
        Assert.Equal(bytes.SkipLast(1), Indexes(files).Take(indexes.Length - 1).Select(path => Files.Read(files,
            path)));
    }

    [Fact]
    public void An_index_that_is_cut_or_has_any_byte_changed_leads_to_the_same_records()
    {
        FaultyFileSystem files = new();
        Write(files, 40);
        string path = Indexes(files).First();
        byte[] right = Files.Read(files, path);
        foreach (int i in Campaign.Positions(2 * right.Length, 60))
        {
            byte[] wrong = i < right.Length ? right[..i] : [.. right];
            if (i >= right.Length)
            {
                wrong[i - right.Length] ^= (byte)(1 << (i % 8));
            }

            Files.Replace(files, path, wrong);
            CheckAll(files, 40);
        }
    }

    [Fact]
    public void An_index_that_belongs_to_other_records_is_built_again()
    {
        FaultyFileSystem files = new();
        FaultyFileSystem others = new();
        Write(files, 200, later: 500);
        Write(others, 200); // As many batches of the same lengths, with other times.
        string[] paths = [.. Indexes(files)];
        Assert.Equal(paths, Indexes(others));
        foreach (string path in paths)
        {
            Files.Replace(files, path, Files.Read(others, path));
        }

        CheckAll(files, 200, later: 500);
        byte[] first = Files.Read(files, paths[0]);
        Files.Replace(files, paths[1], first); // That of another segment.
        CheckAll(files, 200, later: 500);
    }

    [Fact]
    public void An_index_of_records_that_were_compacted_since_is_built_again()
    {
        FaultyFileSystem files = new();
        EmbeddedLogOptions options = Small with { SegmentBytes = 1_000 };
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", options, _time);
        log.CreateTopic("flights", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        using ILogProducer producer = log.OpenProducer();
        for (int i = 0; i < 60; i++)
        {
            using RecordBuffer buffer = new();
            buffer.Add(i % 2 == 0 ? 100 + i : 900, true, [(byte)(i % 2 == 0 ? i : 255)], true, new byte[20]);
            producer.Append(Flights, buffer);
            producer.Commit();
        }

        Assert.Equal(1, log.OffsetAt(Flights, 900));
        log.DeleteRecords(Flights, 0); // Nothing; then a checkpoint writes the indexes.
        log.CreateTopic("other", new TopicSettings());
        log.DeleteTopic("other");
        Dictionary<string, byte[]> before = Indexes(files).ToDictionary(path => path, path => Files.Read(files, path));
        Assert.NotEmpty(before);

        log.CleanUp();
        Assert.Equal(59, log.OffsetAt(Flights, 900));
        FaultyFileSystem copy = files.Copy();
        foreach ((string path, byte[] bytes) in before)
        {
            if (copy.FileExists(path.Replace(".timeindex", ".log", StringComparison.Ordinal)))
            {
                Files.Replace(copy, path, bytes); // As a power cut may leave it: the old index beside the new segment.
            }
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(copy, "log", options, _time);
        for (long time = 0; time < 1_000; time++)
        {
            Assert.Equal(First(reopened, time), reopened.OffsetAt(Flights, time));
        }
    }

    [Fact]
    public void Damage_in_a_segment_without_an_index_is_told_not_passed_over()
    {
        FaultyFileSystem files = new();
        Write(files, 200);
        Indexes(files).ToList().ForEach(files.DeleteFile);
        string segment = files.List("log/flights-0").First(name => name.EndsWith(".log"));
        Damage(files, $"log/flights-0/{segment}", 500);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Small, _time);

        Assert.Equal("KAP2201", Assert.Throws<KappaException>(() => log.OffsetAt(Flights, 150)).Code);
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Flights, "a"); // Whoever only appends goes on.
        Assert.Equal(0, log.OffsetAt(Flights, 0)); // It lies before the damage.
    }

    [Fact]
    public void Damage_in_the_open_segment_is_told_after_appends_too()
    {
        FaultyFileSystem files = new();
        Write(files, 200);
        Indexes(files).ToList().ForEach(files.DeleteFile);
        string segment = files.List("log/flights-0").Last(name => name.EndsWith(".log"));
        Damage(files, $"log/flights-0/{segment}", 100);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Small, _time);
        using ILogProducer producer = log.OpenProducer();

        producer.Append(Flights, "a");

        Assert.Equal("KAP2201", Assert.Throws<KappaException>(() => log.OffsetAt(Flights, 300)).Code);
    }

    [Fact]
    public async Task A_search_beside_commits_deletions_and_compaction_finds_what_is_there()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory(Small);
        log.CreateTopic("flights", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        Task writing = Task.Factory.StartNew(
            () =>
            {
                using ILogProducer producer = log.OpenProducer("p");
                for (int i = 0; i < 3_000; i++)
                {
                    using RecordBuffer buffer = new();
                    buffer.Add(i, true, [(byte)(i % 50)], true, new byte[20]);
                    producer.Append(Flights, buffer);
                    producer.Commit();
                    if (i % 100 == 99)
                    {
                        log.CleanUp();
                        log.DeleteRecords(Flights, i / 2);
                    }
                }
            },
            TaskCreationOptions.LongRunning);
        Random random = new(1);
        while (!writing.IsCompleted)
        {
            long end = log.Offsets(Flights).LastStable;
            long time = random.Next(3_000);
            if (log.OffsetAt(Flights, time) is { } offset)
            {
                Assert.InRange(offset, 0, log.Offsets(Flights).LastStable - 1);
                Assert.True(offset >= time, $"{offset} {time}"); // Each record has its marker behind it.
            }
            else
            {
                Assert.True(end <= 2 * time + 1, $"{end} {time}");
            }
        }

        await writing;
        log.DeleteTopic("flights");
        Assert.Equal("KAP2103", Assert.Throws<KappaException>(() => log.OffsetAt(Flights, 0)).Code);
    }

    private static IEnumerable<string> Indexes(FaultyFileSystem files) => files.List("log/flights-0")
        .Where(name => name.EndsWith(".timeindex", StringComparison.Ordinal))
        .Select(name => $"log/flights-0/{name}");

    private static void Damage(FaultyFileSystem files, string path, int position)
    {
        byte[] bytes = Files.Read(files, path);
        bytes[position] ^= 1;
        Files.Replace(files, path, bytes);
    }

    private static void Append(EmbeddedLog log, Random random)
    {
        using ILogProducer producer = log.OpenProducer(random.Next(2) == 0 ? "p" : null);
        using RecordBuffer buffer = new();
        for (int i = random.Next(1, 30); i > 0; i--)
        {
            byte[] key = BitConverter.GetBytes(random.Next(20));
            buffer.Add(random.Next(1_000), true, key, random.Next(10) > 0, new byte[random.Next(60)]);
        }

        producer.Append(Flights, buffer);
        producer.Commit();
    }

    private static long? First(EmbeddedLog log, long time)
    {
        using RecordCursor cursor = new(log.OpenReader(Flights, log.Offsets(Flights).Earliest));
        while (cursor.MoveNext(long.MaxValue))
        {
            if (cursor.TimestampMs >= time)
            {
                return cursor.Offset;
            }
        }

        return null;
    }

    private static void Check(EmbeddedLog log, Random random, int seed)
    {
        foreach (long time in new[] { 0, random.Next(1_000), random.Next(900, 1_000), 1_000 })
        {
            long? expected = First(log, time);
            long? found = log.OffsetAt(Flights, time);
            Assert.True(found == expected, string.Create(
                CultureInfo.InvariantCulture, $"{time}: {found}, not {expected}, KAPPA_SEED={seed}"));
        }
    }

    private void CheckAll(FaultyFileSystem files, int records, int later = 0)
    {
        using EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log", Small, _time);
        for (int time = 0; time <= records; time++)
        {
            Assert.Equal(time < records ? time : null, log.OffsetAt(Flights, time + later));
        }
    }

    private EmbeddedLog Reopen(EmbeddedLog log, FaultyFileSystem files, Random random)
    {
        log.Dispose();
        foreach (string path in Indexes(files).Where(_ => random.Next(4) == 0).ToList())
        {
            files.DeleteFile(path);
        }

        return EmbeddedLog.Open(files, "log", Small, _time);
    }

    /// <summary>Writes records whose time is their offset, one a batch.</summary>
    private void Write(FaultyFileSystem files, int records, long later = 0, string? transactionalId = null)
    {
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Small, _time);
        log.CreateTopic("flights", new TopicSettings());
        using ILogProducer producer = log.OpenProducer(transactionalId);
        for (int i = 0; i < records; i++)
        {
            using RecordBuffer buffer = new();
            buffer.Add(i + later, true, "k"u8, true, "value"u8);
            producer.Append(Flights, buffer);
            producer.Commit();
        }
    }
}
