using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>The past of an added source: what is recorded of it, and followers that stop amid a slice of it.</summary>
public sealed class AddedPastTests
{
    [Fact]
    public void A_record_of_the_time_of_a_cut_that_took_all_joins_that_cut()
    {
        using EmbeddedLog log = TestLog.With(("b", 1), ("c", 1));
        log.Append("b", 0, ("k", "1", 10));
        Cut cut = EngineModes.RunLive(log, ReadingTopology.Build(1, "b")).Cut;
        log.Append("c", 0, ("k", "1", 10), ("k", "2", 11));

        AddedSource past = AddedSource.Make(
            log, "reading", new SourceTopic("c", 1), cut.Number, new EngineSettings());

        Assert.Equal([1L], past.EndsAt(cut));
    }

    [Fact]
    public void A_past_that_no_cut_took_anything_of_is_recorded_too_since_it_says_where_the_source_began()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("b", 0, ("k", "1", 10));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "b"));
        log.Append("a", 0, ("k", "1", 20), ("k", "2", 21), ("k", "3", 22));
        log.DeleteRecords(new TopicPartition("a", 0), 2);

        SourceRegistration.Add(log, "reading", [new SourceTopic("a", 1)], new EngineSettings());

        using CutLog cuts = CutLog.Open(log, "reading", [new SourceTopic("b", 1)], null, 0);
        SourcePast past = Assert.Single(cuts.Histories);
        Assert.Equal(("a", 2, 2), (past.Topic.Topic, past.Starts[0], past.Ends[0]));
    }

    [Fact]
    public void A_follower_that_stops_amid_a_slice_that_has_grown_goes_on_there()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        using (StreamEngine live = StreamEngine.Open(ReadingTopology.Build(1, "b"), log))
        {
            foreach (long time in new[] { 10, 20 })
            {
                // The record of the second cut says how far it moves the sources, and not where they stood before it.
                log.Append("b", 0, [.. Enumerable.Range(0, 4).Select(i => ("k", "1", time + i))]);
                live.RunToEnd();
            }
        }

        log.Append("a", 0, [.. Enumerable.Range(0, 6).Select(_ => ("k", "1", 21L))]);
        SourceRegistration.Add(log, "reading", [new SourceTopic("a", 1)], new EngineSettings());

        (List<string> ends, long processed) = FollowAndStop(log);

        Assert.Equal(["4 0", "5 1", "5 3", "5 5", "8 6"], ends); // Of b, of a; all but the first are of cut 2.
        Assert.Equal(14, processed);
    }

    /// <summary>Follows in runs of a slice, each in a life of its own.</summary>
    private static (List<string> Ends, long Processed) FollowAndStop(ILog log)
    {
        var ends = new List<string>();
        for (long processed = 0; ;)
        {
            using StreamEngine engine = StreamEngine.Open(ReadingTopology.Build(2, "a", "b"), log, new EngineSettings
            {
                Role = new CopyRole("second."),
                Limits = new() { SliceRecords = 2 },
                Seams = new() { RunLimit = () => 1 },
            });
            if (!engine.RunOnce())
            {
                return (ends, processed);
            }

            processed += engine.RecordsProcessed;
            ends.Add($"{engine.Status.AsOf.Offsets["b/0"]} {engine.Status.AsOf.Offsets["a/0"]}");
        }
    }
}
