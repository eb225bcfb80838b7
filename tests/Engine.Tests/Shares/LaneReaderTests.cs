using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>A lane that is ahead of the others takes no memory for them.</summary>
public sealed class LaneReaderTests
{
    private const int Records = 300;

    [Fact]
    public void A_lane_that_is_read_on_alone_leaves_the_records_of_the_others_in_the_log()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        using SharePositions shares = Fill(log, out Division division);
        using LaneReader<string, string> reader = Open(log, shares, division, laneBytes: 1);

        int taken = Drain(reader, lane: 1);
        long waiting = reader.WaitingBytes;
        int own = reader.OwnCursors;

        Assert.Equal(Records, taken);
        Assert.Equal(1, own);
        Assert.InRange(waiting, 1, 100); // The first record that was not of the lane.
        Assert.Equal(Records, Drain(reader, lane: 0));
        Assert.Equal(0, reader.WaitingBytes);
    }

    [Fact]
    public void Lanes_that_fit_are_read_by_one_cursor()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        using SharePositions shares = Fill(log, out Division division);
        using LaneReader<string, string> reader = Open(log, shares, division, laneBytes: 1 << 20);

        int taken = Drain(reader, lane: 1);

        Assert.Equal(Records, taken);
        Assert.Equal(0, reader.OwnCursors);
        Assert.Equal([0, Records], reader.Position.Next);
        Assert.True(reader.WaitingBytes > Records);
    }

    /// <summary>Both upstream tasks send all of their records to the one downstream task that reads key "x".</summary>
    private static SharePositions Fill(EmbeddedLog log, out Division division)
    {
        for (int partition = 0; partition < 2; partition++)
        {
            log.Append("in", partition, [.. Enumerable.Range(0, Records)
                .Select(record => ((string?)"k", (string?)"x", (long)record))]);
        }

        Topology topology = Build();
        EngineModes.RunLive(log, topology, sliceRecords: 1_000, runRecords: 1_000);
        division = InstanceDivision.Divide(topology, log, 2, 1);
        var share = new TaskShare(division, 0, 0);
        using StreamEngine upstream = StreamEngine.Open(topology, log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole("apart."),
            Share = share,
        });
        upstream.RunToEnd();
        return new SharePositions(log, Plan(log), new TaskShare(division, 0, 1), [0, 0]);
    }

    private static LaneReader<string, string> Open(
        EmbeddedLog log, SharePositions shares, Division division, long laneBytes)
    {
        TaskPlan plan = Plan(log);
        Subtopology upstream = plan.Topology.Graph.Subtopologies[0];
        Node exchange = upstream.Nodes.First(node => node is IExchangeNode);
        int partition = KeyPartitioner.Partition("x"u8, 2);
        var site = new LaneSite(
            log, plan, exchange.Name, upstream, partition, shares, new CutSources(plan.Sources), new EngineSettings
            {
                Share = new TaskShare(division, 0, 1),
                Limits = new() { LaneBytes = laneBytes },
            });
        return new LaneReader<string, string>(site, new LanePosition(0, [0, 0]), Serdes.String, Serdes.String);
    }

    private static int Drain(LaneReader<string, string> reader, int lane)
    {
        int taken = 0;
        while (reader.TryPeek(lane, out _))
        {
            Assert.Equal("x", reader.Take(lane).Key);
            taken++;
        }

        return taken;
    }

    private static TaskPlan Plan(EmbeddedLog log) => TaskPlan.Make(Build(), "lanes.v1.i2", log);

    private static Topology Build()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupBy((_, value) => value, Grouped.As("by-value"))
            .Count(Materialized.As("counts"));
        return builder.Build("lanes");
    }
}
