using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Slices that are taken off the front of the merge.</summary>
public sealed class SourceMergeTests
{
    [Fact]
    public void A_slice_ends_before_the_record_that_would_carry_it_beyond_its_bytes()
    {
        using EmbeddedLog log = With([.. Enumerable.Range(0, 6).Select(i => (new string('v', 400), (long)i))]);

        List<(long End, long Bytes)> slices = Slices(log, new EngineSettings { Limits = new() { SliceBytes = 1_000 } });

        Assert.Equal([2, 4, 6], slices.Select(slice => slice.End));
        Assert.All(slices, slice => Assert.InRange(slice.Bytes, 800, 1_000));
    }

    [Fact]
    public void A_record_larger_than_a_slice_may_be_is_a_slice_of_its_own()
    {
        using EmbeddedLog log = With(("small", 0), (new string('v', 400), 1), ("small", 2));

        var settings = new EngineSettings { Limits = new() { SliceBytes = 100 } };

        Assert.Equal([1, 2, 3], Slices(log, settings).Select(slice => slice.End));
    }

    [Fact]
    public void A_record_that_is_out_of_place_has_a_slice_for_itself()
    {
        using EmbeddedLog log = With(("r", 10), ("far", 100_000_000), ("r", 20), ("r", 30), ("r", 40));

        Assert.Equal([1, 2, 5], Slices(log, new EngineSettings()).Select(slice => slice.End));
    }

    [Fact]
    public void The_event_time_of_a_slice_is_its_highest_though_older_records_come_behind_it()
    {
        using EmbeddedLog log = With(("a", 100), ("b", 50));
        using SourceMerge merge = Loaded(log, new EngineSettings(), [0], out long[] ends);
        long eventTime = 0;

        merge.Take(ends, ref eventTime, out _);

        Assert.Equal((2, 100), (ends[0], eventTime));
    }

    [Fact]
    public void A_slice_says_where_it_ends_only_where_it_has_left_something()
    {
        using EmbeddedLog log = With(("a", 1), ("b", 2));
        var settings = new EngineSettings { Limits = new() { SliceRecords = 1 } };
        using SourceMerge merge = Loaded(log, settings, [0], out long[] ends);
        long eventTime = 0;

        int[] boundaries =
            [merge.Take(ends, ref eventTime, out _).Boundary, merge.Take(ends, ref eventTime, out _).Boundary];

        Assert.Equal([1, 0], boundaries);
    }

    [Fact]
    public void A_source_whose_records_are_all_gone_stands_at_its_end_and_not_where_it_was_read_to()
    {
        using EmbeddedLog log = With(("a", 1), ("b", 2), ("c", 3));
        log.DeleteRecords(new TopicPartition("in", 0), 3);

        using SourceMerge merge = Loaded(log, new EngineSettings(), [1], out long[] ends);

        Assert.Equal([3], ends);
        Assert.False(merge.HasMore);
    }

    private static List<(long End, long Bytes)> Slices(ILog log, EngineSettings settings)
    {
        using SourceMerge merge = Loaded(log, settings, [0], out long[] ends);
        var slices = new List<(long, long)>();
        long eventTime = 0;
        while (merge.HasMore)
        {
            merge.Take(ends, ref eventTime, out long bytes);
            slices.Add((ends[0], bytes));
        }

        return slices;
    }

    private static SourceMerge Loaded(ILog log, EngineSettings settings, long[] from, out long[] ends)
    {
        var merge = new SourceMerge(log, new CutSources([new SourceTopic("in", 1)]), null, settings);
        ends = from;
        merge.Load(ends, [log.Offsets(new TopicPartition("in", 0)).LastStable], _ => true);
        return merge;
    }

    private static EmbeddedLog With(params (string Value, long TimestampMs)[] records)
    {
        EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, [.. records.Select(record => ("k", record.Value, record.TimestampMs))]);
        return log;
    }
}
