using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Records of cutovers in the cut log (protocols.md 25), named for what is prevented.</summary>
public sealed class CutoverRecordTests
{
    [Fact]
    public void Rule_25_no_run_of_a_follower_goes_over_a_cutover_however_large_it_may_be()
    {
        foreach (int seed in Seeds.For(30))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 1));
                List<long> cutovers = RecordHistory(log, random);
                using StreamEngine shadow = StreamEngine.Open(
                    SmallTopologies.Counting(), log,
                    EngineModes.Shadow with
                    {
                        Limits = new() { RunRecords = random.Next(2) == 0 ? 1_000_000 : random.Next(1, 20) },
                    });
                shadow.RunToEnd();

                Assert.Empty(cutovers.Except(EngineModes.Cuts(log, "counting.v1.i2")));
                using StreamEngine fresh = EngineModes.Fresh(log, SmallTopologies.Counting());
                Assert.Equal(Observed.Stores(fresh), Observed.Stores(shadow));
            });
        }
    }

    [Fact]
    public void A_run_that_ends_at_a_cutover_has_not_caught_up_with_what_is_recorded_behind_it()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        AppendAndRun(log, 3);
        EngineModes.AppendToCutLog(log, "counting", Cutover(CutoverStep.Switched, 3));
        AppendAndRun(log, 2);
        using StreamEngine shadow = StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow);

        shadow.RunOnce();
        (long Cut, bool IsCaughtUp) first = (shadow.Status.Cut.Number, shadow.IsCaughtUp);
        shadow.RunOnce();

        Assert.Equal((3, false), first);
        Assert.Equal((5, true), (shadow.Status.Cut.Number, shadow.IsCaughtUp));
    }

    [Fact]
    public void A_cutover_before_the_first_cut_of_all_does_not_look_like_a_damaged_cut_log()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        StreamEngine.Open(SmallTopologies.Counting(), log).Dispose();
        EngineModes.AppendToCutLog(log, "counting", Cutover(CutoverStep.Switched, 0));
        log.Append("in", 0, ("a", "1", 1));

        using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting(), log);
        live.RunToEnd();
        using StreamEngine fresh = EngineModes.Fresh(log, SmallTopologies.Counting());

        Assert.Equal(["a=1"], EngineModes.Counts(live));
        Assert.Equal(["a=1"], EngineModes.Counts(fresh));
        Assert.Single(CutHistory.Read(log, "counting"));
    }

    [Fact]
    public void Steps_and_kinds_of_a_newer_build_do_not_break_a_reader()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        AppendAndRun(log, 2);
        EngineModes.AppendToCutLog(log, "counting", Cutover((CutoverStep)99, 2));
        EngineModes.AppendToCutLog(log, "counting", [1, 77, 1, 2, 3]);
        AppendAndRun(log, 2);

        using StreamEngine fresh = EngineModes.Fresh(log, SmallTopologies.Counting());

        Assert.Equal(4, fresh.Status.Cut.Number);
        Assert.Equal([1, 2, 3, 4], CutHistory.Read(log, "counting").Select(cut => cut.Cut.Number));
        Assert.Equal(
            [new CutoverRecord((CutoverStep)99, 2, 1, 1, 2, 3)], CutHistory.ReadCutovers(log, "counting"));
    }

    [Fact]
    public void The_bytes_of_a_cutover_are_part_of_the_format() => Assert.Equal(
        [1, 3, 2, 0xAC, 0x02, 1, 4, 2, 5],
        new CutoverRecord(CutoverStep.Begun, 300, 1, 4, 2, 5).Encode());

    [Fact]
    public void A_commit_beside_the_runs_is_read_over_and_the_next_cuts_follow_it()
    {
        using EmbeddedLog log = TestLog.With(("in", 1), ("registry", 1));
        using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting("out"), log);
        for (int i = 0; i < 5; i++)
        {
            log.Append("in", 0, ("a", "1", i));
            live.RunOnce();
            Beside(live, producer => CommitCutover(producer, live.Status.Cut.Number));
        }

        live.RunOnce();
        using StreamEngine fresh = EngineModes.Fresh(log, SmallTopologies.Counting("out"));

        Assert.Equal([1, 2, 3, 4, 5], CutHistory.ReadCutovers(log, "counting").Select(cutover => cutover.Cut));
        Assert.Equal(5, fresh.Status.Commits);
        Assert.Equal(Observed.Stores(fresh), Observed.Stores(live));
        Assert.Equal(Observed.LastValues(log, "fresh.out"), Observed.LastValues(log, "out"));
    }

    [Fact]
    public void A_commit_beside_before_the_first_cut_does_not_leave_the_new_sources_out_of_the_cut_log()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("b", 0, ("k", "1", 1));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "b"));
        using StreamEngine live = StreamEngine.Open(ReadingTopology.Build(2, "a", "b"), log);
        Beside(live, producer => CommitCutover(producer, 1, "reading"));
        log.Append("a", 0, ("k", "1", 1));
        live.RunToEnd();

        using StreamEngine fresh = EngineModes.Fresh(log, ReadingTopology.Build(2, "a", "b"));

        Assert.Equal(["b", "a"], CutHistory.Read(log, "reading").Last().Sources.Topics.Select(topic => topic.Topic));
        Assert.Equal(Observed.Stores(live), Observed.Stores(fresh));
    }

    [Fact]
    public void A_commit_beside_a_run_that_failed_does_not_commit_what_that_run_has_appended()
    {
        int failures = 0;
        for (bool failed = true; failed; failures++)
        {
            using EmbeddedLog inner = TestLog.With(("in", 1));
            inner.Append("in", 0, ("a", "1", 1));
            var log = new ProbedLog(inner);
            using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting("out"), log);
            log.FailAt = failures + 1;
            failed = Record.Exception(() => live.RunOnce()) is not null;
            log.FailAt = 0;
            if (failed)
            {
                Assert.Throws<InvalidOperationException>(
                    () => Beside(live, producer => CommitCutover(producer, 1)));
                live.Dispose();
                Assert.Empty(CutHistory.ReadCutovers(inner, "counting"));
                EngineModes.RunLive(inner, SmallTopologies.Counting("out"));
                Assert.Single(inner.Values("out"));
            }
        }

        Assert.True(failures > 8, $"Only {failures} calls failed: this test proves little.");
    }

    [Fact]
    public void A_commit_beside_that_fails_stops_the_version()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting(), log);

        Assert.Throws<IOException>(() => Beside(live, _ => throw new IOException("The disk is full.")));

        Assert.Equal(EngineState.Failed, live.Status.State);
    }

    private static int Beside(StreamEngine live, Action<ILogProducer> work) => live.CommitBeside(commit =>
    {
        commit(work);
        return 0;
    });

    private static void CommitCutover(ILogProducer producer, long cut, string topology = "counting")
    {
        using var buffer = new RecordBuffer();
        buffer.Add(0, false, default, true, Cutover(CutoverStep.Begun, cut));
        producer.Append(new TopicPartition(CutLog.TopicOf(topology), 0), buffer);
        producer.Commit();
    }

    /// <summary>Cuts, one by one or many in a record, with cutovers between them.</summary>
    private static List<long> RecordHistory(EmbeddedLog log, Random random)
    {
        var cutovers = new List<long>();
        for (int part = random.Next(2, 8); part > 0; part--)
        {
            long last = AppendAndRun(log, random.Next(1, 20), random.Next(2) == 0 ? 1 : 1_000_000);
            if (random.Next(3) > 0)
            {
                EngineModes.AppendToCutLog(log, "counting", Cutover(CutoverStep.Switched, last));
                cutovers.Add(last);
            }
        }

        return cutovers;
    }

    private static long AppendAndRun(EmbeddedLog log, int records, int runRecords = 1)
    {
        for (int i = 0; i < records; i++)
        {
            log.Append("in", 0, ($"k{i}", "1", i));
        }

        return EngineModes.RunLive(log, SmallTopologies.Counting(), 1, runRecords).Cut.Number;
    }

    private static byte[] Cutover(CutoverStep step, long cut) => new CutoverRecord(step, cut, 1, 1, 2, 3).Encode();
}
