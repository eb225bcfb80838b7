namespace Kappa.StateStores.Tests;

/// <summary>A store of sessions, with commits, small caches and restarts, against one that is a list.</summary>
public sealed class SessionStoreTests
{
    private const int Rounds = 16;
    private const long Retention = 60;

    private static readonly string[] Families = ["sessions", "ends"];

    [Fact]
    public void Sessions_are_found_hidden_and_deleted_as_in_a_list_whatever_is_committed_and_evicted()
    {
        Random random = Seed.Random(out _);
        for (int round = 0; round < Rounds; round++) { Try(random); }
    }

    [Fact]
    public void A_session_at_the_edge_is_hidden_but_there_until_the_next_one_comes()
    {
        using MemoryBackend backend = new(Families);
        SessionStore<string, long> store = Open(backend);
        store.Observe(100);
        store.Put(store.Find("a", new SessionSpan(40, 30)), 1, 40);
        store.Put(store.Find("b", new SessionSpan(39, 30)), 2, 39);
        store.Expire(9, 100);

        Assert.False(store.Fetch("a", 0).MoveNext());
        Assert.Equal(["a 30/40"], Ends(store));

        store.Observe(101);
        store.Expire(9, 101);

        Assert.Empty(Ends(store));
    }

    private static void Try(Random random)
    {
        using MemoryBackend backend = new(Families);
        SessionStore<string, long> store = Open(backend);
        SortedDictionary<(long End, string Key, long Start), long> rows = [];
        long observed = long.MinValue, now = 100;
        for (int step = 0; step < 400; step++)
        {
            now += random.Next(-8, 10);
            string key = $"k{random.Next(5)}";
            SessionSpan span = new(now, now - random.Next(20));
            if (random.Next(4) == 0) { Delete(store, rows, key, random); }
            else
            {
                observed = Math.Max(observed, now);
                store.Observe(now);
                store.Put(store.Find(key, span), step, now);
                if (now >= observed - Retention) { rows[(now, key, span.StartMs)] = step; }
            }

            store.Expire(int.MaxValue, now);
            Array.ForEach(
                [.. rows.Keys.Where(row => row.End < observed - Retention)], row => rows.Remove(row));
            long from = now - random.Next(40);
            long[] expected = [.. rows
                .Where(row => row.Key.Key == key && row.Key.End >= from && row.Key.End > observed - Retention)
                .Select(row => row.Value)];
            Assert.Equal(expected, Values(store, store.Fetch(key, from)));
            Assert.Equal(Enumerable.Reverse(expected), Values(store, store.Fetch(key, from, backward: true)));
            if (random.Next(9) == 0) { store = Commit(backend, store, random); }
        }

        Assert.Equal(rows.Keys.Select(row => $"{row.Key} {row.Start}/{row.End}"), Ends(store));
    }

    private static void Delete(
        SessionStore<string, long> store, SortedDictionary<(long End, string Key, long Start), long> rows, string key,
        Random random)
    {
        (long End, string Key, long Start)[] those = [.. rows.Keys.Where(row => row.Key == key)];
        if (those.Length == 0) { return; }
        (long end, _, long start) = those[random.Next(those.Length)];
        store.Delete(store.Find(key, new SessionSpan(end, start)), end);
        rows.Remove((end, key, start));
    }

    private static SessionStore<string, long> Commit(
        MemoryBackend backend, SessionStore<string, long> store, Random random)
    {
        DirtyRows dirty = store.CollectDirty();
        StateBatch batch = backend.BeginBatch();
        for (int row = 0; row < dirty.Count; row++)
        {
            if (dirty.Exists(row)) { batch.Put(0, dirty.Key(row), dirty.Value(row), dirty.TimestampMs(row)); }
            else { batch.Delete(0, dirty.Key(row)); }
        }

        store.CollectDerived(batch, 1);
        backend.Write(batch, [1]);
        store.Committed(random.Next(2_000));
        return random.Next(3) == 0 ? Open(backend) : store;
    }

    private static SessionStore<string, long> Open(MemoryBackend backend) =>
        new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.Int64, Retention);

    private static List<long> Values(SessionStore<string, long> store, RowRange<string, SessionSpan, long> range)
    {
        List<long> values = [];
        while (range.MoveNext()) { values.Add(store.Row(range.Current).Value); }
        return values;
    }

    private static List<string> Ends(SessionStore<string, long> store)
    {
        List<string> ends = [];
        using TimeWalk<string, SessionSpan, long> walk = store.ByEnd(long.MinValue, long.MaxValue);
        while (walk.MoveNext()) { ends.Add($"{walk.Key} {walk.Sub.StartMs}/{walk.Sub.EndMs}"); }
        return ends;
    }
}
