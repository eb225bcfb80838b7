namespace Kappa.StateStores.Tests;

/// <summary>Buffers over small caches and commits at any moment, against a list.</summary>
public sealed class BufferStoreTests
{
    private static readonly string[] Families = ["rows", "times"];

    [Fact]
    public void Rows_of_a_key_and_time_come_in_the_order_in_which_they_were_added()
    {
        using MemoryBackend backend = new(Families);
        BufferStore<string, string> store = Open(backend, retentionMs: null);

        store.Add("a", 5, "one");
        store.Add("a", 4, "zero");
        store.Add("ab", 5, "other");
        store.Add("a", 5, "two");

        Assert.Equal(["zero", "one", "two"], Fetched(store, "a", 0, 9));
        Assert.Equal(["4 a zero", "5 a one", "5 a two", "5 ab other"], ByTime(store));
    }

    [Fact]
    public void A_row_is_hidden_as_soon_as_the_time_of_its_store_has_passed_it_by_the_retention()
    {
        using MemoryBackend backend = new(Families);
        BufferStore<string, string> store = Open(backend, retentionMs: 10);
        store.Observe(20);
        store.Add("a", 10, "late");
        store.Add("a", 11, "kept");

        Assert.Equal(["kept"], Fetched(store, "a", 0, 99));

        store.Observe(21);
        Assert.Empty(Fetched(store, "a", 0, 99));
        Assert.Equal(1, store.Expire(9, 21));
        Assert.Empty(ByTime(store));
    }

    [Fact]
    public void A_walk_opens_what_is_below_only_where_something_is_due_there()
    {
        using MemoryBackend backend = new(Families);
        CountingStore times = new(backend.Store(1));
        BufferStore<string, string> store = new(backend.Store(0), times, Serdes.String, Serdes.String, null);
        store.Add("a", 5, "one");
        store.Add("a", 7, "two");
        Commit(backend, store);
        Assert.Equal(["5 a one", "7 a two"], ByTime(store));
        Assert.Equal(1, times.Reads);
        store.RemoveAll("a", 5, 8);
        store.RemoveAll("a", 7, 8);
        Assert.Empty(ByTime(store));
        Assert.Equal(2, times.Reads);

        store.Add("b", 9, "three");

        Assert.Equal(["9 b three"], ByTime(store));
        Assert.Equal(2, times.Reads);
        Commit(backend, store);
        Assert.Equal(["9 b three"], ByTime(store));
    }

    [Fact]
    public void A_buffer_is_a_list_whatever_its_commits_and_evictions_are()
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Campaign.Choose(10, 60); round++)
        {
            using MemoryBackend backend = new(Families);
            long? retention = random.Next(2) == 0 ? random.Next(1, 60) : null;
            BufferStore<string, string> store = Open(backend, retention);
            Compare(random, backend, store, retention, $"seed {seed}, round {round}");
        }
    }

    private static void Compare(
        Random random, MemoryBackend backend, BufferStore<string, string> store, long? retention, string where)
    {
        var model = new List<(long Ms, string Key, int Number, string Value)>();
        long observed = long.MinValue;
        for (int step = 0; step < 400; step++)
        {
            long time = step + random.Next(-30, 10);
            string key = "abc"[..random.Next(1, 4)];
            switch (random.Next(6))
            {
                case 0:
                    Commit(backend, store);
                    break;
                case 1 when retention is null:
                    store.RemoveAll(key, time, step);
                    model.RemoveAll(row => row.Key == key && row.Ms == time);
                    break;
                case 2 when retention is null:
                    Take(store, model, time);
                    break;
                default:
                    store.Observe(time);
                    observed = Math.Max(observed, time);
                    store.Add(key, time, $"v{step}");
                    model.Add((time, key, step, $"v{step}"));
                    break;
            }

            model.RemoveAll(row => row.Ms <= observed - (retention ?? 1_000_000));
            Assert.True(
                model.Where(row => row.Key == key && row.Ms >= time - 20 && row.Ms <= time + 5)
                    .OrderBy(row => row.Ms).ThenBy(row => row.Number).Select(row => row.Value)
                    .SequenceEqual(Fetched(store, key, time - 20, time + 5)),
                $"{where}, step {step}");
            store.Expire(3, step);
        }

        while (store.Expire(100, 0) > 0) { }
        Assert.Equal(
            model.OrderBy(row => row.Ms).ThenBy(row => row.Key, StringComparer.Ordinal)
                .ThenBy(row => row.Number).Select(row => $"{row.Ms} {row.Key} {row.Value}"),
            ByTime(store));
    }

    /// <summary>Takes out what a walk finds up to a time.</summary>
    private static void Take(
        BufferStore<string, string> store, List<(long Ms, string Key, int Number, string Value)> model, long toMs)
    {
        using BufferWalk<string, string> walk = store.ByTime(toMs);
        while (walk.MoveNext()) { walk.Take(toMs); }
        model.RemoveAll(row => row.Ms <= toMs);
    }

    private static BufferStore<string, string> Open(MemoryBackend backend, long? retentionMs) =>
        new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.String, retentionMs);

    private static void Commit(MemoryBackend backend, BufferStore<string, string> store)
    {
        StateBatch batch = backend.BeginBatch();
        DirtyRows rows = store.CollectDirty();
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Exists(row)) { batch.Put(0, rows.Key(row), rows.Value(row), rows.TimestampMs(row)); }
            else { batch.Delete(0, rows.Key(row)); }
        }

        store.CollectDerived(batch, 1);
        backend.Write(batch, [1]);
        store.Committed(0);
    }

    private static List<string> Fetched(BufferStore<string, string> store, string key, long fromMs, long toMs)
    {
        List<string> found = [];
        RowRange<string, BufferPlace, string> rows = store.Fetch(key, fromMs, toMs);
        while (rows.MoveNext())
        {
            RowPlace<BufferPlace, string> place = rows.Current;
            found.Add(store.Row(in place).Value!);
        }

        return found;
    }

    private static List<string> ByTime(BufferStore<string, string> store)
    {
        List<string> found = [];
        using BufferWalk<string, string> walk = store.ByTime(long.MaxValue);
        while (walk.MoveNext()) { found.Add($"{walk.TimeMs} {walk.Key} {walk.Value}"); }
        return found;
    }
}
