using Kappa.StateStores;

namespace Kappa.Engine.Tests;

/// <summary>Queries of a store of sessions, over two tasks.</summary>
public sealed class SessionViewTests : IDisposable
{
    private const long Retention = 600_000;

    private static readonly string[] Families = ["sessions", "ends"];

    private readonly MemoryBackend[] _backends = [new(Families), new(Families)];

    [Fact]
    public void Sessions_of_a_key_come_by_their_ends_forward_and_backward()
    {
        Fill(0, Retention, ("a", 60_000, 90_000, 1), ("a", 120_000, 120_000, 2), ("ab", 60_000, 90_000, 3));
        using StoreView view = Open();

        Assert.True(view.HasWindows);
        Assert.Equal(
            [
                "a@1970-01-01T00:01:00.000Z/1970-01-01T00:01:30.000Z = 1",
                "a@1970-01-01T00:02:00.000Z/1970-01-01T00:02:00.000Z = 2",
            ],
            view.Windows("a").Select(row => $"{row.Key} = {row.ValueJson}"));
        Assert.Equal([2, 1], Values(view.Windows("a", backward: true)));
        Assert.Equal([1], Values(view.Windows("a", 90_000, 119_999)));
        Assert.Equal([2], Values(view.Windows("a", after: view.Windows("a").First().Key)));
        Assert.Empty(view.Windows("none"));
    }

    [Fact]
    public void A_session_is_found_by_the_text_of_its_key_and_times_and_not_by_others()
    {
        Fill(0, Retention, ("a@b", 60_000, 90_000, 1));
        Fill(1, Retention, ("c", 60_000, 60_000, 2));
        using StoreView view = Open();

        foreach (StoreEntry row in view.Scan())
        {
            Assert.Equal(row, view.Get(row.Key));
        }

        Assert.Equal(2, view.Scan().Count());
        Assert.Null(view.Get("c@60000/60001"));
        Assert.Equal("KAP6102", Assert.Throws<KappaException>(() => view.Get("c")).Code);
    }

    [Fact]
    public void Sessions_that_end_as_long_as_the_retention_before_the_latest_are_hidden_by_their_own_task()
    {
        Fill(0, Retention + 90_000, ("a", 60_000, 90_000, 1), ("a", 60_000, 90_001, 2));
        Fill(1, Retention, ("b", 60_000, 90_000, 3));
        using StoreView view = Open();

        Assert.Equal([2, 3], Values(view.Scan()));
        Assert.Equal([2], Values(view.Windows("a")));
        Assert.Null(view.Get("a@60000/90000"));
        Assert.Equal(2, view.ScanBytes().Count());
    }

    [Fact]
    public void A_range_of_keys_takes_all_sessions_of_both_ends()
    {
        Fill(0, Retention, ("a", 1, 2, 1), ("b", 1, 2, 2), ("b", 90_000, 90_001, 3), ("ba", 1, 2, 4));
        using StoreView view = Open();

        Assert.Equal([2, 3], Values(view.Scan(new KeyRange { From = "b", To = "b" })));
        Assert.Equal([2, 3, 4], Values(view.Scan(new KeyRange { Prefix = "b" })));
    }

    public void Dispose() => Array.ForEach(_backends, backend => backend.Dispose());

    private void Fill(int task, long observedMs, params (string Key, long Start, long End, long Value)[] rows)
    {
        MemoryBackend backend = _backends[task];
        SessionStore<string, long> store =
            new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.Int64, Retention);
        foreach ((string key, long start, long end, long value) in rows)
        {
            store.Put(store.Find(key, new SessionSpan(end, start)), value, end);
        }

        store.Observe(observedMs);
        DirtyRows dirty = store.CollectDirty();
        StateBatch batch = backend.BeginBatch();
        for (int row = 0; row < dirty.Count; row++)
        {
            batch.Put(0, dirty.Key(row), dirty.Value(row), dirty.TimestampMs(row));
        }

        backend.Write(batch, [1]);
    }

    private StoreView Open() => new(
        "visits", 0, new SessionFormat<string, long>("visits", Serdes.String, Serdes.Int64, Retention),
        [.. _backends.Select(backend => new SharedSnapshot(backend.OpenSnapshot()))],
        new AsOf("t", 1, 1, new Dictionary<string, long>()));

    private static int[] Values(IEnumerable<StoreEntry> rows) => [.. rows.Select(row => int.Parse(row.ValueJson))];
}
