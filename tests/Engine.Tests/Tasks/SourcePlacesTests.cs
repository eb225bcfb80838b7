using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>The places of records: what tasks merge their inputs by.</summary>
public sealed class SourcePlacesTests
{
    private readonly SliceRun _run = new(1);
    private readonly SourcePlaces _places = new(rank: 0, outOfPlace: null);

    [Fact]
    public void A_place_is_the_highest_timestamp_of_its_partition_in_the_slice()
    {
        Assert.Equal([100, 100, 70], Places(slices: [0, 0, 1], runEndsBehind: -1));
    }

    [Fact]
    public void The_first_slice_of_a_run_begins_anew_though_it_has_the_number_of_the_last_one_before()
    {
        Assert.Equal([100, 50, 70], Places(slices: [0, 0, 0], runEndsBehind: 0));
    }

    /// <summary>The places of three records in the order of their offsets: of times 100, 50 and 70.</summary>
    private long[] Places(int[] slices, int runEndsBehind)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 100), ("a", "1", 50), ("a", "1", 70));
        _run.Begin(Cut.Zero, [0]);
        _run.Add(new Cut(1, 1, 1), [2]);
        _run.Add(new Cut(2, 2, 2), [3]);
        using var cursor = new RecordCursor(log.OpenReader(new TopicPartition("in", 0), 0));
        var places = new long[slices.Length];
        _places.BeginRun();
        for (int i = 0; i < slices.Length; i++)
        {
            Assert.True(cursor.MoveNext(long.MaxValue));
            places[i] = _places.Of(cursor, _run, slices[i]).TimestampMs;
            if (i == runEndsBehind)
            {
                _places.BeginRun();
            }
        }

        return places;
    }
}
