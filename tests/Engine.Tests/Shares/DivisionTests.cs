using System.Text;
using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What holds an instance together that is divided: who may run what, and how far.</summary>
public sealed class DivisionTests
{
    private const string Instance = "deep.v1.i2";
    private static readonly EngineSettings Settings = new() { Instance = 2, Role = new CopyRole("apart.") };

    [Fact]
    public void An_engine_does_not_run_all_of_an_instance_that_is_divided()
    {
        using EmbeddedLog log = Recorded(records: 20);
        InstanceDivision.Divide(DeepTopology.Build(), log, 2, 2);

        KappaException error = Assert.Throws<KappaException>(
            () => StreamEngine.Open(DeepTopology.Build(), log, Settings));

        Assert.Equal("KAP5114", error.Code);
    }

    [Fact]
    public void A_share_of_an_earlier_division_is_refused()
    {
        using EmbeddedLog log = Recorded(records: 20);
        Division old = InstanceDivision.Divide(DeepTopology.Build(), log, 2, 2);
        InstanceDivision.Unite(DeepTopology.Build(), log, 2, old);
        InstanceDivision.Divide(DeepTopology.Build(), log, 2, 2);

        KappaException error = Assert.Throws<KappaException>(() => Open(log, old, phase: 0));

        Assert.Equal("KAP5115", error.Code);
    }

    [Fact]
    public void A_share_goes_no_further_once_its_instance_is_united()
    {
        using EmbeddedLog log = Recorded(records: 200);
        Division division = InstanceDivision.Divide(DeepTopology.Build(), log, 2, 1);
        using StreamEngine share = Open(log, division, phase: 0);
        InstanceDivision.Unite(DeepTopology.Build(), log, 2, division);

        KappaException error = Assert.Throws<KappaException>(() => share.RunOnce());

        Assert.Equal("KAP2301", error.Code);
    }

    [Fact]
    public void Shares_at_different_cuts_are_not_united()
    {
        using EmbeddedLog log = Recorded(records: 200);
        Division division = InstanceDivision.Divide(DeepTopology.Build(), log, 2, 1);
        using StreamEngine share = Open(log, division, phase: 0);
        share.RunOnce();

        KappaException error = Assert.Throws<KappaException>(
            () => InstanceDivision.Unite(DeepTopology.Build(), log, 2, division));

        Assert.Equal("KAP5116", error.Code);
        Assert.Contains("w0.p1 at 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_does_not_go_before_the_shares_whose_lanes_end_in_it()
    {
        using EmbeddedLog log = Recorded(records: 400);
        Division division = InstanceDivision.Divide(DeepTopology.Build(), log, 2, 1);
        using StreamEngine first = Open(log, division, phase: 0);
        using StreamEngine second = Open(log, division, phase: 1);

        bool before = second.RunOnce();
        first.RunOnce();
        second.RunToEnd();

        Assert.False(before);
        Assert.Equal(first.Status.Cut, second.Status.Cut);
        Assert.True(first.Status.Cut.Number > 0);
    }

    [Fact]
    public void A_share_does_not_run_away_from_the_slowest_one()
    {
        const int Run = 50;
        using EmbeddedLog log = Recorded(records: 1_000);
        Division division = InstanceDivision.Divide(DeepTopology.Build(), log, 2, 1);
        using StreamEngine first = Open(log, division, phase: 0, runRecords: Run);

        first.RunToEnd();

        // Not more than two runs beyond, and the one that went there.
        Assert.InRange(first.RecordsProcessed, Run, (3 * Run) + 20);
    }

    [Fact]
    public void Lanes_of_a_share_that_is_far_ahead_are_read_apart_and_end_in_the_same_bytes()
    {
        using EmbeddedLog log = Recorded(records: 600);
        using StreamEngine whole = EngineModes.Fresh(log, DeepTopology.Build());
        string expected = DividedRun.Stores(whole);

        (string together, int openedTogether) = RunWith(log, instance: 2, laneBytes: long.MaxValue);
        (string apart, int openedApart) = RunWith(log, instance: 3, laneBytes: 1);

        Assert.Equal(expected, together);
        Assert.Equal(expected, apart);
        Assert.True(openedApart > openedTogether + 5, $"{openedApart} and {openedTogether} readers: none was apart.");
    }

    [Fact]
    public void A_lane_record_that_is_gone_stops_the_share_that_needs_it()
    {
        using EmbeddedLog log = Recorded(records: 200);
        Division division = InstanceDivision.Divide(DeepTopology.Build(), log, 2, 1);
        using StreamEngine first = Open(log, division, phase: 0);
        first.RunToEnd();
        string lanes = log.Topics.First(topic => topic.Name.EndsWith(".repartition", StringComparison.Ordinal)
            && log.Offsets(new TopicPartition(topic.Name, 0)).LastStable > 0).Name;
        log.DeleteRecords(new TopicPartition(lanes, 0), 2);
        using StreamEngine second = Open(log, division, phase: 1);

        KappaException error = Assert.Throws<KappaException>(() => second.RunToEnd());

        Assert.Equal("KAP5117", error.Code);
        Assert.Equal(0, second.Status.Cut.Number);
    }

    [Fact]
    public void Lane_records_go_once_their_reader_has_committed_them()
    {
        const int Records = 140_000; // Both lanes of both partitions have more than what is deleted at a time.
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, [.. Enumerable.Range(0, Records).Select(i => ((string?)"k", (string?)"v", (long)i))]);
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupBy((_, value) => value, Grouped.As("by-value"))
            .Count(Materialized.As("counts"));
        Topology topology = builder.Build("deep");
        StreamEngine.Open(topology, log).RunToEnd();
        Division division = InstanceDivision.Divide(topology, log, 2, 1);
        using StreamEngine first = Open(log, division, 0, topology: topology);
        using StreamEngine second = Open(log, division, 1, topology: topology);

        while (first.RunOnce() | second.RunOnce())
        {
        }

        TopicDescription lanes = Assert.Single(
            log.Topics, topic => topic.Name.EndsWith(".repartition", StringComparison.Ordinal));
        Assert.True(log.Offsets(new TopicPartition(lanes.Name, 0)).Earliest >= Records - 65_536);
        Assert.Equal([$"v={Records}"], EngineModes.Counts(second));
    }

    [Fact]
    public void A_lane_record_of_a_slice_that_was_never_cut_is_refused()
    {
        using EmbeddedLog log = Recorded(records: 200);
        Division division = InstanceDivision.Divide(DeepTopology.Build(), log, 2, 1);
        Forge(log, division.Number);
        using StreamEngine first = Open(log, division, phase: 0);
        using StreamEngine second = Open(log, division, phase: 1);
        first.RunToEnd();

        KappaException error = Assert.Throws<KappaException>(() => second.RunToEnd());

        Assert.Equal("KAP5118", error.Code);
    }

    [Fact]
    public void A_lane_record_of_another_division_is_passed_over()
    {
        using EmbeddedLog log = Recorded(records: 200);
        using StreamEngine whole = EngineModes.Fresh(log, DeepTopology.Build());
        using var divided = new DividedRun(DeepTopology.Build, log, Settings, new Random(4));
        Forge(log, divided.Division.Number + 1);

        divided.RunToEnd();

        Assert.Equal(DividedRun.Stores(whole), divided.Stores());
    }

    /// <summary>Appends the first record of a lane, of a slice before all.</summary>
    private static void Forge(EmbeddedLog log, long division)
    {
        TaskPlan plan = TaskPlan.Make(DeepTopology.Build(), Instance, log);
        string exchange = plan.Topology.Graph.Subtopologies[0].Nodes.First(node => node is IExchangeNode).Name;
        var writer = new ByteWriter();
        LaneEnvelope.Write(
            writer, division, lane: 0, number: 0, new SliceName(0, 0), new Place(0, 0, 0), 0, 0, [], false);
        using ILogProducer producer = log.OpenProducer();
        using var records = new RecordBuffer();
        records.Add(0, true, Encoding.UTF8.GetBytes("k"), true, writer.Written);
        producer.Append(new TopicPartition(LaneTopic.NameOf(Instance, exchange), 0), records);
        producer.Commit();
    }

    private static (string Stores, int OpenedLanes) RunWith(EmbeddedLog log, int instance, long laneBytes)
    {
        int opened = 0;
        var probed = new ProbedLog(log)
        {
            BeforeOpenReader = partition =>
                opened += partition.Topic.EndsWith(".repartition", StringComparison.Ordinal) ? 1 : 0,
        };
        using var divided = new DividedRun(
            DeepTopology.Build, probed, Settings with
            {
                Instance = instance,
                Limits = Settings.Limits with { LaneBytes = laneBytes },
            }, new Random(5));
        divided.RunToEnd();
        return (divided.Stores(), opened);
    }

    private static StreamEngine Open(
        EmbeddedLog log, Division division, int phase, int runRecords = 100, Topology? topology = null) =>
        StreamEngine.Open(topology ?? DeepTopology.Build(), log, Settings with
        {
            Share = new TaskShare(division, 0, phase),
            Limits = Settings.Limits with { RunRecords = runRecords, InlineRecords = 0 },
        });

    private static EmbeddedLog Recorded(int records)
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, new Random(3));
        feeder.CreateTopics();
        feeder.Append(records);
        EngineModes.RunLive(log, DeepTopology.Build());
        return log;
    }
}
