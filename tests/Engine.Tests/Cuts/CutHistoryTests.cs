using Kappa.Logs;

namespace Kappa.Engine.Tests;

public sealed class CutHistoryTests
{
    [Theory]
    [InlineData(long.MinValue, 0), InlineData(0, 0), InlineData(100, 0), InlineData(101, 1), InlineData(200, 1)]
    [InlineData(201, 3), InlineData(300, 3), InlineData(400, 3), InlineData(401, 4), InlineData(long.MaxValue, 4)]
    public void The_cut_before_a_time_leaves_out_no_record_of_that_time(long timeMs, long expected)
    {
        // The third record is late: behind a cut there may be older records, before it there are no newer ones.
        using EmbeddedLog log = OneCutEach(100, 200, 50, 400);

        Assert.Equal(expected, new TopologyCuts(log, "counting").CutBefore(timeMs));
    }

    [Fact]
    public void Without_a_recorded_cut_the_cut_before_any_time_is_the_beginning()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        long withoutTopic = new TopologyCuts(log, "counting").CutBefore(100);
        StreamEngine.Open(SmallTopologies.Counting(), log).Dispose();

        Assert.Equal(0, withoutTopic);
        Assert.Equal(0, new TopologyCuts(log, "counting").CutBefore(100));
        Assert.Empty(CutHistory.Read(log, "other"));
        Assert.Empty(CutHistory.ReadCutovers(log, "other"));
    }

    [Fact]
    public void Cuts_over_sources_that_were_added_later_have_their_offsets_under_the_right_names()
    {
        using EmbeddedLog log = TestLog.With(("a", 2), ("b", 1), ("c", 1));
        log.Append("b", 0, ("k", "1", 1));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "b"));
        for (int i = 0; i < 5; i++)
        {
            log.Append("a", 1, ("k", "1", i));
        }

        log.DeleteRecords(new TopicPartition("a", 1), 3);
        EngineModes.RunLive(log, ReadingTopology.Build(2, "a", "b"), 1, 1);
        log.Append("c", 0, ("k", "1", 1), ("k", "2", 2));
        EngineModes.RunLive(log, ReadingTopology.Build(3, "b", "c"), 1_000, 1_000);

        Assert.Equal(
            ["1: b/0=1", "2: b/0=1 a/0=0 a/1=4", "3: b/0=1 a/0=0 a/1=5", "4: b/0=1 a/0=0 a/1=5 c/0=2"],
            CutHistory.Read(log, "reading").Select(Text));
    }

    [Fact]
    public void Cuts_behind_the_past_of_an_added_source_go_on_where_it_ends()
    {
        using EmbeddedLog log = TestLog.With(("a", 2), ("b", 1));
        log.Append("b", 0, ("k", "1", 1));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "b"));
        log.Append("a", 1, ("k", "1", 1), ("k", "2", 2));
        SourceRegistration.Add(log, "reading", [new SourceTopic("a", 2)], new EngineSettings());
        using (StreamEngine live = StreamEngine.Open(ReadingTopology.Build(1, "b"), log))
        {
            log.Append("a", 1, ("k", "3", 3));
            live.RunOnce();
        }

        using StreamEngine late = EngineModes.Fresh(log, ReadingTopology.Build(2, "a", "b"), startCut: 2);

        Assert.Equal(["1: b/0=1", "2: b/0=1 a/0=0 a/1=3"], CutHistory.Read(log, "reading").Select(Text));
        Assert.Equal(0, late.RecordsProcessed);
    }

    [Fact]
    public void A_cut_comes_with_the_offset_of_its_record_so_that_a_reader_can_enter_there()
    {
        using EmbeddedLog log = OneCutEach(1, 2, 3);
        foreach (RecordedCut cut in CutHistory.Read(log, "counting"))
        {
            using CutLog cuts = CutLog.Open(
                log, "counting", [new SourceTopic("in", 1)], cut.Sources, cut.CutLogOffset);
            var run = new SliceRun(1);
            run.Begin(new Cut(cut.Cut.Number - 1, 0, 0), [cut.Ends[0] - 1]);

            Assert.True(cuts.TryRead(run));
            Assert.Equal((cut.Cut.Number, cut.Ends[0]), (run.Cut(0).Number, run.End(0, 0)));
        }
    }

    private static string Text(RecordedCut cut) => $"{cut.Cut.Number}: " + string.Join(
        ' ', cut.Sources.Partitions.Zip(cut.Ends).Select(pair => $"{pair.First}={pair.Second}"));

    private static EmbeddedLog OneCutEach(params long[] timestampsMs)
    {
        EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting(), log);
        foreach (long timestampMs in timestampsMs)
        {
            log.Append("in", 0, ("k", "1", timestampMs));
            live.RunOnce();
        }

        return log;
    }
}
