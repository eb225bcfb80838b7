using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Sealing of the cut log (protocols.md 5), as those see it who read it.</summary>
public sealed class SealedCutLogTests
{
    private static readonly TopicPartition Single = LiveHistory.Single;
    private static readonly TopicPartition Sealed = LiveHistory.Sealed;

    [Fact]
    public void A_reader_finds_all_cuts_in_order_wherever_it_begins_and_whatever_is_sealed_meanwhile()
    {
        int blocks = 0;
        foreach (int seed in Seeds.For(60))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = EmbeddedLog.InMemory();
                using var history = new LiveHistory(log, 3, 100, random, perBlock: random.Next(1, 20));
                var written = new List<RecordedCut>();
                var readers = new List<CutReader>();
                for (int cuts = random.Next(1, 150); cuts > 0; cuts--)
                {
                    written.Add(history.Add());
                    if (random.Next(3) == 0)
                    {
                        history.Seal();
                    }

                    if (random.Next(10) == 0)
                    {
                        readers.Add(new CutReader(log, written, random.Next(written.Count)));
                    }

                    readers.ForEach(reader => reader.Read(written, random.Next(3)));
                }

                readers.AddRange(Enumerable.Range(0, written.Count).Select(from => new CutReader(log, written, from)));
                readers.ForEach(reader => reader.Read(written, int.MaxValue));
                Assert.All(readers, reader => Assert.Equal(written.Count, reader.Next));
                readers.ForEach(reader => reader.Dispose());
                Assert.Equal(written.Select(Text), CutHistory.Read(log, LiveHistory.Topology).Select(Text));
                blocks += history.Blocks;
            });
        }

        Assert.True(blocks > Campaign.Choose(15, 100), $"Only {blocks} blocks were sealed: this test proves little.");
    }

    [Fact]
    public void Twice_as_many_cuts_as_a_block_has_are_single_before_the_older_half_is_sealed()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using var history = new LiveHistory(log, 2, 100, new Random(1), perBlock: 10);
        AddAndSeal(history, 19);
        Assert.Null(log.Find(Sealed.Topic));

        List<RecordedCut> more = AddAndSeal(history, 1);

        Assert.Equal(1, history.Blocks);
        Assert.Equal(10, Observed.Walk(log, Single.Topic).Count());
        Assert.Single(Observed.Walk(log, Sealed.Topic));
        Assert.Equal(20, more[^1].Cut.Number);
        AddAndSeal(history, 30);
        Assert.Equal(4, history.Blocks);
    }

    [Fact]
    public void The_sealed_topic_has_one_partition_and_nothing_of_it_expires()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using var history = new LiveHistory(log, 2, 100, new Random(1), perBlock: 1);
        AddAndSeal(history, 3);

        TopicDescription topic = log.Find("kappa.live.cuts.sealed")!;

        Assert.Equal((1, CleanupPolicy.Keep), (topic.Partitions, topic.Cleanup));
        Assert.Null(topic.RetentionTime);
        Assert.Null(topic.RetentionBytes);
    }

    [Fact]
    public void A_block_whose_single_cuts_a_kill_has_left_is_not_taken_twice_and_they_go_at_the_next_start()
    {
        using EmbeddedLog inner = EmbeddedLog.InMemory();
        var written = new List<RecordedCut>();
        var log = new ProbedLog(inner);
        using (var history = new LiveHistory(log, 2, 100, new Random(1), perBlock: 10))
        {
            written.AddRange(AddAndSeal(history, 19));
            written.Add(history.Add());
            log.BeforeDeleteRecords = _ => throw new IOException("Killed.");
            Assert.Throws<IOException>(history.Seal);
        }

        Assert.Equal(21, Observed.Walk(inner, Single.Topic).Count()); // With the list of sources.
        Assert.Single(Observed.Walk(inner, Sealed.Topic));
        using (var reader = new CutReader(inner, written, 0))
        {
            reader.Read(written, int.MaxValue);
            Assert.Equal(20, reader.Next);
        }

        using CutLog cuts = CutLog.Open(inner, LiveHistory.Topology, [new SourceTopic("in", 2)], null, 0);
        using var sealer = new CutSealer(inner, cuts, new EngineSettings { Limits = new() { SealedCuts = 10 } });
        using ILogProducer producer = inner.OpenProducer(Single.Topic);
        sealer.SealIfDue(20, commit => commit(producer));

        Assert.Equal(0, sealer.Blocks);
        Assert.Equal(10, Observed.Walk(inner, Single.Topic).Count());
        Assert.Equal(written.Select(Text), CutHistory.Read(inner, LiveHistory.Topology).Select(Text));
    }

    [Fact]
    public void Where_the_single_cuts_may_not_be_deleted_it_is_told_once_and_nothing_is_read_twice()
    {
        using EmbeddedLog inner = EmbeddedLog.InMemory();
        var notices = new List<string>();
        var log = new ProbedLog(inner)
        {
            BeforeDeleteRecords = _ => throw new KappaException("KAP2504", ExitCodes.Refused, "Not allowed."),
        };
        using var history = new LiveHistory(log, 2, 100, new Random(1), perBlock: 5, notices.Add);

        List<RecordedCut> written = AddAndSeal(history, 40);

        Assert.Contains("Not allowed.", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal(7, history.Blocks);
        Assert.Equal(written.Select(Text), CutHistory.Read(inner, LiveHistory.Topology).Select(Text));
    }

    [Fact]
    public void A_cut_topic_that_is_lost_takes_its_sealed_cuts_with_it_and_versions_go_on()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using (var history = new LiveHistory(log, 2, 100, new Random(1), perBlock: 5))
        {
            AddAndSeal(history, 20);
        }

        log.DeleteTopic(Single.Topic);

        using CutLog cuts = CutLog.Open(
            log, LiveHistory.Topology, [new SourceTopic("in", 2)], new CutSources([new SourceTopic("in", 2)]), 40);

        Assert.Equal(0, cuts.NextOffset);
        Assert.Null(log.Find(Sealed.Topic)); // New cuts would lie at offsets that it has.
    }

    [Fact]
    public void A_cut_topic_that_has_lost_its_end_is_refused_since_new_cuts_would_lie_where_sealed_ones_did()
    {
        using EmbeddedLog whole = EmbeddedLog.InMemory();
        using EmbeddedLog shorter = EmbeddedLog.InMemory();
        using (var history = new LiveHistory(whole, 2, 100, new Random(1), perBlock: 5))
        using (var less = new LiveHistory(shorter, 2, 100, new Random(1), perBlock: 5))
        {
            AddAndSeal(history, 10);
            AddAndSeal(less, 4);
        }

        shorter.CreateTopic(Sealed.Topic, new TopicSettings());
        using ILogProducer producer = shorter.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(0, false, default, true, Observed.Walk(whole, Sealed.Topic).Single().Value);
        producer.Append(Sealed, buffer);
        producer.Commit();

        KappaException error = Assert.Throws<KappaException>(
            () => CutLog.Open(shorter, LiveHistory.Topology, [new SourceTopic("in", 2)], null, 0));

        Assert.Equal(("KAP5112", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains(error.Remedies, remedy => remedy.Command == $"kappa topic delete {Sealed.Topic}");
    }

    [Fact]
    public void A_lost_sealed_topic_is_a_gap_and_not_taken_for_one_large_slice()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        using var history = new LiveHistory(log, 2, 100, new Random(1), perBlock: 5);
        List<RecordedCut> written = AddAndSeal(history, 10);
        log.DeleteTopic(Sealed.Topic);
        SourceTopic[] sources = [new SourceTopic("in", 2)];
        using CutLog cuts = CutLog.Open(log, LiveHistory.Topology, sources, new CutSources(sources), 2);
        var run = new SliceRun(2);
        run.Begin(written[0].Cut, written[0].Ends);

        KappaException error = Assert.Throws<KappaException>(() => cuts.TryRead(run));

        Assert.Equal("KAP5107", error.Code);
    }

    private static List<RecordedCut> AddAndSeal(LiveHistory history, int cuts)
    {
        var written = new List<RecordedCut>();
        for (; cuts > 0; cuts--)
        {
            written.Add(history.Add());
            history.Seal();
        }

        return written;
    }

    private static string Text(RecordedCut cut) => $"{LiveHistory.Text(cut.Cut, cut.Ends)} {cut.CutLogOffset}";
}
