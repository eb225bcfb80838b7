using Kappa.StateStores;

namespace Kappa.Engine.Tests;

/// <summary>Queries of a store of windows, and of ranges of keys, over two tasks.</summary>
public sealed class WindowViewTests : IDisposable
{
    private const long Size = 60_000;
    private const long Retention = 600_000;

    private static readonly string[] Families = ["windows", "starts"];

    private readonly MemoryBackend[] _backends = [new(Families), new(Families)];

    [Fact]
    public void Windows_of_a_key_come_forward_and_backward_between_two_starts()
    {
        Fill(0, Retention, ("a", 60_000, 1), ("a", 120_000, 2), ("a", 180_000, 3), ("ab", 60_000, 4), ("b", 60_000, 5));
        using StoreView view = Open();

        Assert.Equal(
            [
                """a@1970-01-01T00:01:00.000Z/1970-01-01T00:02:00.000Z = 1""",
                """a@1970-01-01T00:02:00.000Z/1970-01-01T00:03:00.000Z = 2""",
            ],
            Text(view.Windows("a", 0, 120_000)));
        Assert.Equal([3, 2], Values(view.Windows("a", 61_000, backward: true)));
        Assert.Equal([1, 2, 3], Values(view.Windows("a")));
        Assert.Equal([3], Values(view.Windows("a", after: view.Windows("a").ElementAt(1).Key)));
        Assert.Empty(view.Windows("a", 240_000));
        Assert.Empty(view.Windows("none"));
    }

    [Fact]
    public void A_row_is_found_by_the_text_of_its_key_and_window()
    {
        Fill(0, Retention, ("a@b", 60_000, 1));
        Fill(1, 0, ("c", -60_000, 2));
        using StoreView view = Open();

        foreach (StoreEntry row in view.Scan())
        {
            Assert.Equal(row, view.Get(row.Key));
        }

        Assert.Equal(2, view.Scan().Count());
        Assert.Null(view.Get("c@1970-01-01T00:01:00.000Z/1970-01-01T00:02:00.000Z"));
        Assert.Equal("KAP6102", Assert.Throws<KappaException>(() => view.Get("c")).Code);
        Assert.Equal("KAP6102", Assert.Throws<KappaException>(() => view.Get("c@0/1")).Code); // Of another length.
    }

    [Fact]
    public void Windows_that_stream_time_has_passed_are_hidden_by_the_time_of_their_own_task()
    {
        Fill(0, Retention + 60_000, ("a", 60_000, 1), ("a", 120_000, 2));
        Fill(1, 0, ("b", 60_000, 3));
        using StoreView view = Open();

        Assert.Equal([2, 3], Values(view.Scan()));
        Assert.Equal([2], Values(view.Windows("a")));
        Assert.Null(view.Get("a@1970-01-01T00:01:00.000Z/1970-01-01T00:02:00.000Z"));
        Assert.Equal(2, view.ScanBytes().Count());
    }

    [Fact]
    public void A_range_of_keys_takes_all_windows_of_both_ends()
    {
        Fill(0, Retention, ("a", 60_000, 1), ("b", 60_000, 2), ("b", 120_000, 3), ("ba", 60_000, 4));
        Fill(1, Retention, ("bb", 60_000, 5), ("c", 60_000, 6));
        using StoreView view = Open();

        Assert.Equal([2, 3, 4, 5], Values(view.Scan(new KeyRange { From = "b", To = "bb" })));
        Assert.Equal([5, 4, 3, 2], Values(view.Scan(new KeyRange { From = "b", To = "bb", Backward = true })));
        Assert.Equal([2, 3, 4, 5], Values(view.Scan(new KeyRange { Prefix = "b" })));
        string last = view.Scan(new KeyRange { Prefix = "b" }).ElementAt(1).Key;
        Assert.Equal([4, 5], Values(view.Scan(new KeyRange { Prefix = "b", After = last })));
        Assert.Equal([2], Values(view.Scan(new KeyRange { Prefix = "b", After = last, Backward = true })));
    }

    [Fact]
    public void Many_rows_are_read_at_once_wherever_they_lie()
    {
        Fill(0, Retention, ("a", 60_000, 1), ("b", 60_000, 2));
        Fill(1, Retention, ("c", 60_000, 3));
        using StoreView view = Open();
        string[] keys = [.. new[] { "c", "none", "a", "b", "c" }
            .Select(key => $"{key}@1970-01-01T00:01:00.000Z/1970-01-01T00:02:00.000Z")];

        Assert.Equal([3, null, 1, 2, 3], view.GetMany(keys).Select(row => row is null ? (int?)null : Value(row)));
    }

    public void Dispose() => Array.ForEach(_backends, backend => backend.Dispose());

    private void Fill(int task, long observedMs, params (string Key, long Start, long Value)[] rows)
    {
        MemoryBackend backend = _backends[task];
        WindowStore<string, long> store =
            new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.Int64, advanceMs: 1, Retention);
        foreach ((string key, long start, long value) in rows) { store.Put(store.Find(key, start), value, start); }
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
        "clicks", 0, new WindowFormat<string, long>("clicks", Serdes.String, Serdes.Int64, Size, 1, Retention),
        [.. _backends.Select(backend => new SharedSnapshot(backend.OpenSnapshot()))],
        new AsOf("t", 1, 1, new Dictionary<string, long>()));

    private static string[] Text(IEnumerable<StoreEntry> rows) =>
        [.. rows.Select(row => $"{row.Key} = {row.ValueJson}")];

    private static int[] Values(IEnumerable<StoreEntry> rows) => [.. rows.Select(Value)];

    private static int Value(StoreEntry row) => int.Parse(row.ValueJson);
}
