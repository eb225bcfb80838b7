using Kappa.StateStores;

namespace Kappa.Engine.Tests;

/// <summary>The times of a task that outlive a run.</summary>
public sealed class TimeRowsTests
{
    [Fact]
    public void Rows_have_a_timestamp_that_a_changelog_on_every_log_gives_back()
    {
        using var backend = new MemoryBackend(["times"]);
        var store = new KeyValueStore<string, long>(backend.Store(0), Serdes.String, Serdes.Int64);
        var times = new TimeRows(store);

        times.Write("stream-time", 0);
        DirtyRows rows = store.CollectDirty();

        Assert.Equal((1, 1L), (rows.Count, rows.TimestampMs(0))); // librdkafka takes 0 for "now": Kafka has 1.
        store.Committed(long.MaxValue);
    }

    [Fact]
    public void A_row_with_another_timestamp_is_written_again_and_one_that_has_not_changed_is_not()
    {
        using var backend = new MemoryBackend(["times"]);
        var store = new KeyValueStore<string, long>(backend.Store(0), Serdes.String, Serdes.Int64);
        var times = new TimeRows(store);
        store.Put(store.Find("old"), 7, 0);
        store.Put(store.Find("new"), 8, 1);
        Commit(store);

        times.Write("old", 7);
        times.Write("new", 8);

        Assert.Equal(1, store.CollectDirty().Count);
        Assert.Equal((7, 8, -1), (times.Read("old", -1), times.Read("new", -1), times.Read("none", -1)));
    }

    private static void Commit(KeyValueStore<string, long> store)
    {
        store.CollectDirty();
        store.Committed(long.MaxValue);
    }
}
