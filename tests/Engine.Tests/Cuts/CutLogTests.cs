using Kappa.Logs;

namespace Kappa.Engine.Tests;

public sealed class CutLogTests
{
    private static readonly SourceTopic[] Sources = [new("flights", 4), new("airports", 2)];

    [Fact]
    public void Cuts_come_back_as_they_were_written_in_any_runs()
    {
        foreach (int seed in Seeds.For(100))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = EmbeddedLog.InMemory();
                List<string> written = WriteRandomCuts(log, random, cuts: random.Next(1, 2_000));

                Assert.Equal(written, ReadAll(log, 0, Cut.Zero, new long[6]));
            });
        }
    }

    [Fact]
    public void A_reader_can_enter_in_the_middle_of_a_record()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        List<string> written = WriteRandomCuts(log, new Random(1), cuts: 100);
        var run = new SliceRun(6);
        run.Begin(Cut.Zero, new long[6]);
        using CutLog first = CutLog.Open(log, "t", Sources, null, 0);
        while (run.Count < 10)
        {
            first.TryRead(run);
        }

        Cut tenth = run.Cut(9);

        List<string> rest = ReadAll(log, 0, tenth, run.Ends(9).ToArray());

        Assert.Equal(written.Skip(10), rest);
    }

    [Fact]
    public void The_cut_log_stays_small_so_that_twenty_cuts_a_second_do_not_outgrow_the_data()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using CutLog cuts = CutLog.Open(log, "t", Sources, null, 0);
        using var buffer = new RecordBuffer();
        var run = new SliceRun(6);
        run.Begin(Cut.Zero, new long[6]);
        long[] ends = new long[6];
        for (int cut = 1; cut <= 10_000; cut++)
        {
            ends[cut % 6] += 12;
            run.Add(new Cut(cut, 1_700_000_000_000 + (cut * 50), 1_700_000_000_000 + (cut * 47)), ends);
        }

        cuts.Write(run, buffer);

        Assert.InRange(buffer.Bytes / 10_000.0, 1, 10);
    }

    [Fact]
    public void A_change_in_the_number_of_partitions_is_refused_since_keys_have_moved()
    {
        var sources = new CutSources(Sources);

        KappaException error = Assert.Throws<KappaException>(() => sources.With("t", [new SourceTopic("flights", 8)]));

        Assert.Equal("KAP5003", error.Code);
        Assert.Equal(ExitCodes.Mismatch, error.ExitCode);
    }

    [Fact]
    public void A_gap_in_the_cut_log_is_refused_and_not_taken_for_one_large_slice()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("kappa.t.cuts", new TopicSettings());
        var writer = new ByteWriter();
        CutCodec.WriteSources(writer, new CutSources(Sources));
        Append(log, writer.Written);
        var run = new SliceRun(6);
        run.Begin(new Cut(41, 1, 1), new long[6]);
        run.Add(new Cut(42, 2, 2), [1, 1, 1, 1, 1, 1]);
        run.Add(new Cut(43, 3, 3), [2, 2, 2, 2, 2, 2]);
        writer.Clear();
        CutCodec.WriteCuts(writer, run, 0, 2);
        Append(log, writer.Written);

        KappaException error = Assert.Throws<KappaException>(() => ReadAll(log, 0, Cut.Zero, new long[6]));

        Assert.Equal("KAP5107", error.Code);
    }

    [Fact]
    public void A_damaged_count_of_partitions_is_refused_and_does_not_leave_the_array()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("kappa.t.cuts", new TopicSettings());
        var writer = new ByteWriter();
        CutCodec.WriteSources(writer, new CutSources(Sources));
        Append(log, writer.Written);
        Append(log, [1, CutCodec.CutsKind, 0, SliceInfo.OwnTimestampRule, 1, 1, 0, 0, 1, 100, 1]);

        KappaException error = Assert.Throws<KappaException>(() => ReadAll(log, 0, Cut.Zero, new long[6]));

        Assert.Equal("KAP5103", error.Code);
    }

    [Theory]
    [InlineData(1_000, 1, 2), InlineData(100, 10_000, 8)] // Few records a cut, many.
    public void A_record_is_bounded_in_cuts_and_in_their_records_so_that_runs_can_end_behind_it(
        int cuts, int recordsOfCut, int expected)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using CutLog cutLog = CutLog.Open(log, "t", Sources, null, 0);
        using var buffer = new RecordBuffer();
        var run = new SliceRun(6);
        run.Begin(Cut.Zero, new long[6]);
        for (int cut = 1; cut <= cuts; cut++)
        {
            run.Add(new Cut(cut, cut, cut), [(long)cut * recordsOfCut, 0, 0, 0, 0, 0]);
        }

        cutLog.Write(run, buffer);

        Assert.Equal(expected, buffer.Records - 1); // The first one has the sources.
    }

    [Fact]
    public void The_sources_are_written_once_and_not_with_each_run()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();

        WriteRandomCuts(log, new Random(1), cuts: 100);

        Assert.Single(Observed.Walk(log, "kappa.t.cuts"), record => record.Value![1] == CutCodec.SourcesKind);
    }

    [Fact]
    public void Cuts_whose_sources_are_not_known_are_damage()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("kappa.t.cuts", new TopicSettings());
        var writer = new ByteWriter();
        var run = new SliceRun(6);
        run.Begin(Cut.Zero, new long[6]);
        run.Add(new Cut(1, 1, 1), [1, 1, 1, 1, 1, 1]);
        CutCodec.WriteCuts(writer, run, 0, 1);
        Append(log, writer.Written);

        KappaException error = Assert.Throws<KappaException>(() => CutLog.Open(log, "t", Sources, null, 0));

        Assert.Equal("KAP5103", error.Code);
    }

    [Fact]
    public void A_reader_that_went_back_is_not_at_the_end()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        WriteRandomCuts(log, new Random(1), cuts: 10);
        using CutLog cuts = CutLog.Open(log, "t", Sources, null, 0);
        var run = new SliceRun(6);
        run.Begin(Cut.Zero, new long[6]);
        while (cuts.TryRead(run))
        {
            // Reads on.
        }

        bool wasAtEnd = cuts.IsAtEnd;
        cuts.GoBack(0);

        Assert.Equal((true, false), (wasAtEnd, cuts.IsAtEnd));
    }

    [Fact]
    public void A_version_goes_on_with_new_cuts_when_the_cut_log_is_lost()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using CutLog cuts = CutLog.Open(log, "t", Sources, new CutSources(Sources), offset: 500);
        var run = new SliceRun(6);
        run.Begin(new Cut(42, 2, 2), new long[6]);

        Assert.False(cuts.TryRead(run));
        Assert.Equal(0, cuts.NextOffset);
    }

    [Fact]
    public void A_cut_under_an_ordering_rule_of_the_future_is_refused_and_not_guessed()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("kappa.t.cuts", new TopicSettings());
        var writer = new ByteWriter();
        CutCodec.WriteSources(writer, new CutSources(Sources));
        Append(log, writer.Written);
        Append(log, [1, CutCodec.CutsKind, 0, SliceInfo.OrderingRule + 1, 1, 1, 0, 0, 0]);
        using CutLog cuts = CutLog.Open(log, "t", Sources, null, 0);
        var run = new SliceRun(6);
        run.Begin(Cut.Zero, new long[6]);

        KappaException error = Assert.Throws<KappaException>(() => cuts.TryRead(run));

        Assert.Equal("KAP5105", error.Code);
    }

    private static void Append(ILog log, ReadOnlySpan<byte> value)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(0, false, default, true, value);
        producer.Append(new TopicPartition("kappa.t.cuts", 0), buffer);
        producer.Commit();
    }

    private static List<string> WriteRandomCuts(ILog log, Random random, int cuts)
    {
        using CutLog cutLog = CutLog.Open(log, "t", Sources, null, 0);
        using ILogProducer producer = log.OpenProducer("kappa.t.cuts");
        using var buffer = new RecordBuffer();
        var run = new SliceRun(cutLog.Sources.Count);
        long[] ends = new long[cutLog.Sources.Count];
        run.Begin(Cut.Zero, ends);
        var written = new List<string>();
        while (written.Count < cuts)
        {
            for (int n = random.Next(1, 20); n > 0; n--)
            {
                ends[random.Next(ends.Length)] += random.Next(0, 1_000);
                Cut last = run.LastCut;
                run.Add(new Cut(last.Number + 1, last.ClockMs + random.Next(100), random.Next(1_000_000)), ends);
                written.Add(Text(run.LastCut, run.LastEnds));
            }

            buffer.Clear();
            cutLog.Write(run, buffer);
            producer.Append(cutLog.Partition, buffer);
            producer.Commit();
            cutLog.Committed(log.Offsets(cutLog.Partition).LastStable);
            run.Begin(run.LastCut, run.LastEnds);
        }

        return written;
    }

    private static List<string> ReadAll(ILog log, long offset, Cut cut, long[] ends)
    {
        using CutLog cuts = CutLog.Open(log, "t", Sources, null, offset);
        var run = new SliceRun(cuts.Sources.Count);
        run.Begin(cut, ends);
        while (cuts.TryRead(run))
        {
            // Reads on.
        }

        return [.. Enumerable.Range(0, run.Count).Select(slice => Text(run.Cut(slice), run.Ends(slice)))];
    }

    private static string Text(Cut cut, ReadOnlySpan<long> ends) => $"{cut} {string.Join(' ', ends.ToArray())}";
}
