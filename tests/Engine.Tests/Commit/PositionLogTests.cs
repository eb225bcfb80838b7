using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>The position that an instance goes on from.</summary>
public sealed class PositionLogTests
{
    private const string Instance = "counting.v1.i1";

    [Fact]
    public void The_last_of_several_positions_counts_that_one_look_finds()
    {
        using EmbeddedLog log = WithPositions(transactionalId: null, 1, 2, 3); // No marker lies between them.

        Assert.Equal(3, PositionLog.ReadLast(log, Instance)?.Cut.Number);
    }

    [Theory]
    [InlineData(0), InlineData(2)]
    public void A_position_is_found_however_many_markers_of_aborted_transactions_lie_behind_it(int markers)
    {
        using EmbeddedLog inner = WithPositions("producer", 1, 2);
        var log = new ProbedLog(inner) { MarkersBehind = (PositionLog.PartitionOf(Instance), markers) };

        Assert.Equal(2, PositionLog.ReadLast(log, Instance)?.Cut.Number);
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void A_position_names_the_first_record_of_the_cut_log_that_may_hold_a_later_cut(int instance)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, [.. Enumerable.Range(0, 20).Select(i => ($"k{i}", "1", (long)i))]);
        EngineModes.RunLive(log, SmallTopologies.Counting(), sliceRecords: 2, runRecords: 4);
        using StreamEngine shadow = StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow);
        shadow.RunToEnd();
        RecordedCut[] cuts = [.. CutHistory.Read(log, "counting")];

        List<Position> positions = EngineModes.Positions(log, $"counting.v1.i{instance}");

        Assert.NotEmpty(positions);
        foreach (Position position in positions)
        {
            RecordedCut recorded = Assert.Single(cuts, cut => cut.Cut == position.Cut);
            Assert.Equal(recorded.CutLogOffset + 1, position.CutLogOffset);
        }
    }

    private static EmbeddedLog WithPositions(string? transactionalId, params long[] cuts)
    {
        EmbeddedLog log = TestLog.With((PositionLog.PartitionOf(Instance).Topic, 1));
        using ILogProducer producer = log.OpenProducer(transactionalId);
        using var buffer = new RecordBuffer();
        foreach (long cut in cuts)
        {
            var writer = new ByteWriter();
            PositionCodec.Write(writer, new Cut(cut, cut, cut), 0, new CutSources([]), [], [], 0);
            buffer.Clear();
            buffer.Add(cut, true, "position"u8, true, writer.Written);
            producer.Append(PositionLog.PartitionOf(Instance), buffer);
            producer.Commit();
        }

        return log;
    }
}
