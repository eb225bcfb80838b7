using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Positions name tasks and stores, and stay short however many tasks there are.</summary>
public sealed class TaskPositionTests
{
    private const string Instance = "counting.v1.i1";

    [Fact]
    public void A_commit_writes_the_position_of_the_tasks_alone_whose_stores_it_changed()
    {
        using EmbeddedLog log = TestLog.With(("in", 4));
        log.Append("in", 0, ("a", "1", 1));
        EngineModes.RunLive(log, SmallTopologies.Counting());
        int all = Keys(log).Count;
        log.Append("in", 2, ("c", "1", 2));
        using (StreamEngine live = Open(log))
        {
            live.RunToEnd(); // Its first commit names all of them again.
            log.Append("in", 3, ("d", "1", 3));
            live.RunToEnd();
        }

        Assert.Equal(5, all);
        Assert.Equal(["task 0_3", "position"], Keys(log)[^2..]);
    }

    [Fact]
    public void A_restart_restores_tasks_that_have_not_written_a_position_for_long()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        log.Append("in", 1, ("rare", "1", 1));
        using (StreamEngine live = Open(log))
        {
            live.RunToEnd();
            for (int commit = 0; commit < 3_000; commit++)
            {
                log.Append("in", 0, ("often", "1", 2 + commit));
                live.RunOnce();
            }
        }

        Position last = PositionLog.ReadLast(log, Instance)!;
        long end = log.Offsets(PositionLog.PartitionOf(Instance)).LastStable;

        using StreamEngine again = Open(log);
        Assert.Equal(["often=3000", "rare=1"], EngineModes.Counts(again));
        Assert.InRange(end - last.TasksFrom!.Value, 1, 4_200);
        Assert.True(last.TasksFrom > 0, "The position of the task that rests was never written again.");
    }

    [Fact]
    public void An_instance_whose_position_has_changelogs_by_place_goes_on_and_names_them_from_then_on()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        log.Append("in", 0, ("a", "1", 1), ("b", "1", 2));
        log.Append("in", 1, ("c", "1", 2));
        EngineModes.RunLive(log, SmallTopologies.Counting());
        WriteByPlace(log, PositionLog.ReadLast(log, Instance)!);

        log.Append("in", 1, ("c", "1", 3));
        using StreamEngine live = Open(log);
        live.RunToEnd();

        Assert.Equal(["a=1", "b=1", "c=2"], EngineModes.Counts(live));
        Assert.Equal((1, 4L), (live.Status.RecordsProcessed, live.Status.RecordsRestored + 1));
        Assert.Equal(["0_0", "0_1"], PositionLog.ReadLast(log, Instance)!.Tasks.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_damaged_position_of_a_task_gives_an_error_of_ours()
    {
        KappaException error = Assert.Throws<KappaException>(() => TaskPosition.Read([1, 7, 3, 1], "x"));

        Assert.Equal("KAP5103", error.Code);
    }

    private static StreamEngine Open(EmbeddedLog log) => StreamEngine.Open(SmallTopologies.Counting(), log);

    /// <summary>The position as an older build wrote it.</summary>
    private static void WriteByPlace(EmbeddedLog log, Position position)
    {
        var writer = new ByteWriter();
        PositionCodec.Write(
            writer, position.Cut, position.CutLogOffset, position.Sources, position.Ends, [], 0);
        long[] ends = [.. Enumerable.Range(0, 2).Select(task => position.Tasks[$"0_{task}"].ChangelogEnds["counts"])];
        byte[] byPlace = [2, .. writer.Written[1..^2], 2, (byte)ends[0], (byte)ends[1], 2, 0, 0];
        using ILogProducer producer = log.OpenProducer(Instance);
        using var buffer = new RecordBuffer();
        buffer.Add(0, true, PositionLog.Key, true, byPlace);
        producer.Append(PositionLog.PartitionOf(Instance), buffer);
        producer.Commit();
    }

    private static List<string> Keys(EmbeddedLog log) =>
        [.. Observed.Walk(log, PositionLog.PartitionOf(Instance).Topic)
            .Select(record => Encoding.UTF8.GetString(record.Key!))];
}
