using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// Memory is bounded whatever the history looks like, and given back when live traffic follows a replay.
/// </summary>
public sealed class BoundsTests
{
    [Fact]
    public void A_run_is_full_before_the_ends_of_many_slices_over_many_partitions_take_all_memory()
    {
        const int Partitions = 1_000;
        var run = new SliceRun(Partitions);
        var ends = new long[Partitions];
        run.Begin(Cut.Zero, ends);
        while (!run.IsFull && run.Count < 10_000) // Else they would take all of it here.
        {
            ends[0]++;
            run.Add(new Cut(run.LastCut.Number + 1, 0, 0), ends);
        }

        Assert.InRange((long)run.Count * Partitions * sizeof(long), 16 << 20, 64 << 20);
    }

    [Fact]
    public void A_replay_of_large_records_is_bounded_by_bytes_though_cuts_tell_records_only()
    {
        const int RecordBytes = 10_000;
        using EmbeddedLog log = TestLog.With(("in", 1));
        var random = new Random(1);
        for (int i = 0; i < 100; i++)
        {
            // No compression finds anything in them.
            log.Append("in", 0, ("a", random.GetHexString(RecordBytes), i));
        }

        using StreamEngine live = StreamEngine.Open(
            SmallTopologies.Passing(), log, new EngineSettings { Limits = new() { SliceRecords = 1, RunRecords = 1 } });
        live.RunToEnd();
        using StreamEngine follower = StreamEngine.Open(SmallTopologies.Passing(), log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole("follow."),
            Limits = new() { RunBytes = 10 * RecordBytes },
        });

        follower.RunToEnd();

        Assert.Equal(100, follower.RecordsProcessed);
        Assert.InRange(follower.Status.Commits, 10, 20);
    }

    [Fact]
    public void A_replay_over_cuts_that_do_not_tell_their_bytes_is_bounded_by_those_that_it_takes_in()
    {
        const int Records = 1_000;
        const int RecordBytes = 1_000;
        using EmbeddedLog log = TestLog.With(("in", 1));
        var random = new Random(1);
        log.Append(
            "in", 0,
            [.. Enumerable.Range(0, Records).Select(i => ("a", random.GetHexString(RecordBytes), (long)i))]);
        var run = new SliceRun(1);
        run.Begin(Cut.Zero, [0]);
        for (int i = 1; i <= Records; i++)
        {
            run.Add(new Cut(i, i, i), [i], new SliceInfo(SliceInfo.OwnTimestampRule, 0, 0), 0);
        }

        RecordCuts(log, run);
        using StreamEngine follower = StreamEngine.Open(
            SmallTopologies.Counting(), log, EngineModes.Shadow with
            {
                Limits = new() { RunBytes = 100 * RecordBytes },
            });

        follower.RunToEnd();

        Assert.Equal(Records, follower.RecordsProcessed);
        Assert.InRange(follower.Status.Commits, 8, 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData("follow.")]
    public void Large_records_behind_many_tiny_ones_do_not_make_a_run_larger_than_its_bound(string copied)
    {
        const int RecordBytes = 20_000;
        const long RunBytes = 10 * RecordBytes;
        using EmbeddedLog log = TestLog.With(("in", 1));
        var random = new Random(1);
        log.Append("in", 0, [.. Enumerable.Range(0, 20_000).Select(i => ("a", "", (long)i))]);
        log.Append(
            "in", 0, [.. Enumerable.Range(0, 100).Select(i => ("a", random.GetHexString(RecordBytes), 20_000L + i))]);
        var settings = new EngineSettings { Limits = new() { RunBytes = RunBytes } };
        if (copied.Length > 0)
        {
            EngineModes.RunLive(log, SmallTopologies.Passing());
            settings = settings with { Instance = 2, Role = new CopyRole(copied) };
        }

        using StreamEngine engine = StreamEngine.Open(SmallTopologies.Passing(), log, settings);
        long largest = LargestRun(engine, log, new TopicPartition(copied + "out", 0));

        Assert.Equal(20_100, engine.RecordsProcessed);
        Assert.InRange(largest, RecordBytes, 2 * RunBytes);
    }

    [Fact]
    public void Changed_rows_that_grow_out_of_tiny_records_end_a_run_at_their_bound()
    {
        const int RowBytes = 20_000;
        const long CacheBytes = 1 << 20;
        using EmbeddedLog log = TestLog.With(("in", 1));
        var random = new Random(1);
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .Aggregate(() => "", (_, _, _) => random.GetHexString(RowBytes), Materialized.As("rows"));
        log.Append("in", 0, [.. Enumerable.Range(0, 500).Select(i => ($"k{i}", "", (long)i))]);
        var settings = new EngineSettings { Limits = new() { CacheBytes = CacheBytes, SliceRecords = 1 } };

        using StreamEngine engine = StreamEngine.Open(builder.Build("growing"), log, settings);
        long largest = LargestRun(engine, log, new TopicPartition("growing.v1.i1.rows.changelog", 0));

        Assert.Equal(500, engine.RecordsProcessed);
        Assert.InRange(largest, CacheBytes / 4, 3 * CacheBytes);
    }

    [Fact]
    public void Rows_of_a_table_output_that_no_store_holds_end_a_run_at_their_bound()
    {
        const int RowBytes = 20_000;
        const long RunBytes = 1 << 20;
        using EmbeddedLog log = TestLog.With(("in", 1));
        var random = new Random(1);
        var builder = new StreamBuilder();
        builder.Table<string, string>("in").MapValues(_ => random.GetHexString(RowBytes)).ToStream().To("rows");
        log.Append("in", 0, [.. Enumerable.Range(0, 500).Select(i => ($"k{i}", "", (long)i))]);
        var settings = new EngineSettings { Limits = new() { RunBytes = RunBytes, SliceRecords = 1 } };

        using StreamEngine engine = StreamEngine.Open(builder.Build("growing"), log, settings);
        long largest = LargestRun(engine, log, new TopicPartition("rows", 0));

        Assert.Equal(500, engine.RecordsProcessed);
        Assert.InRange(largest, RunBytes / 4, 3 * RunBytes);
    }

    [Fact]
    public async Task Later_phases_end_where_a_run_did_that_the_first_one_had_filled()
    {
        const int Records = 200;
        using EmbeddedLog log = TestLog.With(("in", 1), ("users", 1));
        var random = new Random(1);
        for (int i = 0; i < Records; i++)
        {
            log.Append("in", 0, ("k", $"{i}", i));
            log.Append("users", 0, ("u", $"{i}", i));
        }

        var builder = new StreamBuilder();
        KStream<string, string> stream = builder.Stream<string, string>("in");
        stream.MapValues(_ => random.GetHexString(20_000)).To("large"); // What fills it.
        stream.SelectKey((_, _) => "u")
            .LeftJoin(builder.Table<string, string>("users"), (value, user) => $"{value}|{user}")
            .To("out");
        StreamEngine engine = StreamEngine.Open(
            builder.Build("phased"), log, new EngineSettings
            {
                Limits = new() { RunBytes = 1 << 20, SliceRecords = 1 },
            });

        // Beyond the run's end they would look for slices for ever.
        await Task.Run(() => engine.RunToEnd()).WaitAsync(TimeSpan.FromSeconds(20));

        engine.Dispose();
        Assert.InRange(engine.Status.Commits, 2, 10);
        Assert.Equal(2 * Records, engine.RecordsProcessed);
        Assert.Equal(Enumerable.Range(0, Records).Select(i => i == 0 ? "0|" : $"{i}|{i - 1}"), log.Values("out"));
    }

    private static void RecordCuts(ILog log, SliceRun run)
    {
        using CutLog cuts = CutLog.Open(log, "counting", [new SourceTopic("in", run.Width)], null, 0);
        using ILogProducer producer = log.OpenProducer(CutLog.TopicOf("counting"));
        using var buffer = new RecordBuffer();
        cuts.Write(run, buffer);
        producer.Append(cuts.Partition, buffer);
        producer.Commit();
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>The most bytes that a run has added to a partition.</returns>
    private static long LargestRun(StreamEngine engine, ILog log, TopicPartition partition)
    {
        (long largest, long before) = (0, 0);
        while (engine.RunOnce())
        {
            long bytes = log.Offsets(partition).Bytes;
            largest = Math.Max(largest, bytes - before);
            before = bytes;
        }

        return largest;
    }

    [Fact]
    public void Last_values_are_complete_again_after_their_memory_was_given_back()
    {
        var values = new LastValues<int>();
        for (int round = 0; round < 5; round++)
        {
            int keys = round % 2 == 0 ? 50_000 : 10;
            for (int i = 0; i < 2 * keys; i++)
            {
                values.Of(BitConverter.GetBytes(i % keys)).Value = i;
            }

            Assert.Equal(keys, values.Count);
            Assert.Equal(Enumerable.Range(keys, keys), Enumerable.Range(0, keys).Select(i => values[i].Value));
            values.Clear();
        }
    }

    [Fact]
    public void A_commit_buffer_can_be_filled_again_after_its_memory_was_given_back()
    {
        using var buffer = new CommitBuffer();
        byte[] value = new byte[100_000];
        foreach (int records in (int[])[100, 1, 2, 100])
        {
            for (int i = 0; i < records; i++)
            {
                buffer.Records.Add(1, true, "a"u8, true, value);
            }

            Assert.Equal(records, buffer.Records.Records);
            buffer.Clear();
            Assert.Equal(0, buffer.Records.Records);
        }
    }

    [Fact]
    public void Cut_records_of_many_partitions_stay_small_enough_to_be_read_in_one_piece()
    {
        const int Partitions = 1_000;
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using CutLog cuts = CutLog.Open(log, "t", [new SourceTopic("in", Partitions)], null, 0);
        using var buffer = new RecordBuffer();
        var run = new SliceRun(Partitions);
        var ends = new long[Partitions];
        run.Begin(Cut.Zero, ends);
        for (int cut = 1; cut <= 1_000; cut++)
        {
            Array.ForEach(Enumerable.Range(0, Partitions).ToArray(), partition => ends[partition]++);
            run.Add(new Cut(cut, cut, cut), ends);
        }

        cuts.Write(run, buffer);

        Assert.InRange(buffer.Bytes / buffer.Records, 1, 1 << 20);
    }
}
