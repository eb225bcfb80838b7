using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What comes before a recorded cut when sources were added behind it.</summary>
public sealed class SourceHistoriesTests
{
    private static readonly CutSources Sources =
        new([new SourceTopic("recorded", 1), new SourceTopic("added", 1), new SourceTopic("more", 1)]);

    private static readonly SliceInfo OldRule = new(SliceInfo.OwnTimestampRule, 0, 0);

    private readonly SliceRun _run = new(3);

    public SourceHistoriesTests() => _run.Begin(Cut.Zero, new long[3]);

    [Fact]
    public void A_slice_that_has_grown_by_an_added_source_comes_in_parts_no_larger_than_slices()
    {
        using EmbeddedLog log = Grown();
        using SourceHistories histories = Joined(log, sliceRecords: 2);

        Assert.True(histories.AddBefore(_run, CutOf(1), [4, 0, 0], SliceInfo.Unknown, 100));

        Assert.Equal(["0: 2 0 0", "0: 4 0 0", "0: 4 2 0", "0: 4 4 0"], Slices()); // The last part is the cut's own.
    }

    [Fact]
    public void A_slice_of_an_old_rule_is_not_divided_since_its_order_holds_inside_it_only()
    {
        using EmbeddedLog log = Grown();
        using SourceHistories histories = Joined(log, sliceRecords: 2);
        long[] ends = [4, 0, 0];

        Assert.True(histories.AddBefore(_run, CutOf(1), ends, OldRule, 100));

        Assert.Empty(Slices());
        Assert.Equal([4L, 6, 0], ends);
    }

    [Fact]
    public void A_run_is_full_amid_a_slice_that_has_grown_where_its_parts_reach_the_most_records()
    {
        using EmbeddedLog log = Grown();
        using SourceHistories histories = Joined(log, sliceRecords: 2);

        Assert.False(histories.AddBefore(_run, CutOf(1), [4, 0, 0], SliceInfo.Unknown, 4));

        Assert.Equal(["0: 2 0 0", "0: 4 0 0"], Slices());
    }

    [Fact]
    public void A_slice_that_only_offsets_without_records_make_look_longer_is_not_divided()
    {
        using EmbeddedLog log = TestLog.With(("recorded", 1), ("added", 1), ("more", 1));
        for (int i = 0; i < 3; i++)
        {
            log.Append("added", 0, "producer-1", [("k", "v", i)]); // A record and a marker each.
        }

        using SourceHistories histories = Joined(log, sliceRecords: 3);

        Assert.True(histories.AddBefore(_run, CutOf(1), [0, 0, 0], SliceInfo.Unknown, 100));

        Assert.Empty(Slices());
    }

    [Fact]
    public void Parts_go_by_what_is_recorded_as_out_of_place_and_not_by_the_setting_of_today()
    {
        using EmbeddedLog log = TestLog.With(("recorded", 1), ("added", 1), ("more", 1));
        long[] times = [0, 5_000, 1, 2, 3, 4];
        log.Append("recorded", 0, [.. times.Select(time => ("k", "v", time))]);
        log.Append("added", 0, [.. Enumerable.Range(0, 6).Select(_ => ("k", "v", 2L))]);
        using SourceHistories histories = Joined(log, sliceRecords: 2, outOfPlaceMs: 1);

        Assert.True(histories.AddBefore(_run, CutOf(1), [6, 0, 0], SliceInfo.Unknown, 100));

        Assert.Equal(["0: 1 1 0", "0: 1 3 0", "0: 1 5 0", "0: 2 6 0", "0: 4 6 0"], Slices());
    }

    [Fact]
    public void A_step_of_an_old_past_comes_before_the_cut_of_its_time()
    {
        using EmbeddedLog log = Grown();
        using var histories = new SourceHistories(log, [OldPast("added", 10, 20)], Sources, new EngineSettings());
        long[] ends = [1, 0, 0];

        Assert.True(histories.AddBefore(_run, CutOf(1, eventTimeMs: 10), ends, OldRule, 100));

        Assert.Equal(["0: 0 1 0"], Slices());
        Assert.Equal([1L, 1, 0], ends);
    }

    [Fact]
    public void Of_two_old_pasts_the_steps_come_by_event_time()
    {
        using EmbeddedLog log = Grown();
        using var histories = new SourceHistories(
            log, [OldPast("added", 20, 40), OldPast("more", 10, 30)], Sources, new EngineSettings());

        Assert.True(histories.AddBefore(_run, CutOf(1, eventTimeMs: 40), [1, 0, 0], OldRule, 100));

        Assert.Equal(["0: 0 0 1", "0: 0 1 1", "0: 0 1 2", "0: 0 2 2"], Slices());
    }

    [Fact]
    public void A_reader_that_goes_back_takes_no_step_again_that_is_done()
    {
        using EmbeddedLog log = Grown();
        using var histories = new SourceHistories(log, [OldPast("added", 10, 20)], Sources, new EngineSettings());
        histories.AddBefore(_run, CutOf(1, eventTimeMs: 10), [1, 0, 0], OldRule, 100);
        _run.Begin(_run.LastCut, _run.LastEnds.ToArray());

        histories.GoBack();
        histories.AddBefore(_run, CutOf(1, eventTimeMs: 20), [1, 1, 0], OldRule, 100);

        Assert.Equal(["0: 0 2 0"], Slices());
    }

    /// <summary>A slice of four recorded records, behind which six of an added source come.</summary>
    private static EmbeddedLog Grown()
    {
        EmbeddedLog log = TestLog.With(("recorded", 1), ("added", 1), ("more", 1));
        log.Append("recorded", 0, [.. Enumerable.Range(0, 4).Select(i => ("k", "v", (long)i))]);
        log.Append("added", 0, [.. Enumerable.Range(0, 6).Select(i => ("k", "v", 10L + i))]);
        return log;
    }

    /// <summary>All records of the added source joined the slice of cut 1.</summary>
    private static SourceHistories Joined(ILog log, int sliceRecords, long outOfPlaceMs = 3_600_000)
    {
        var past = new AddedSource(Sources.Topics[1], 1, [0]);
        past.Add(1, [log.Offsets(new TopicPartition("added", 0)).LastStable]);
        return new SourceHistories(log, [past], Sources, new EngineSettings
        {
            Limits = new() { SliceRecords = sliceRecords },
            Cuts = new() { OutOfPlace = TimeSpan.FromMilliseconds(outOfPlaceMs) },
        });
    }

    /// <summary>A past of one record a step, before cut 2.</summary>
    private static SourceHistory OldPast(string topic, params long[] times)
    {
        var past = new SourceHistory(new SourceTopic(topic, 1), 2, [0]);
        for (int step = 0; step < times.Length; step++)
        {
            past.Add(times[step], [step + 1]);
        }

        return past;
    }

    private static Cut CutOf(long number, long eventTimeMs = 100) => new(number, 1_000, eventTimeMs);

    private string[] Slices() => [.. Enumerable.Range(0, _run.Count)
        .Select(slice => $"{_run.Cut(slice).Number}: {string.Join(' ', _run.Ends(slice).ToArray())}")];
}
