namespace Kappa.StateStores.Tests;

/// <summary>Stores of versions over small caches and commits at any moment, against all that was put.</summary>
public sealed class VersionedStoreTests
{
    private static readonly string[] Families = ["rows", "ends"];

    [Fact]
    public void A_version_counts_until_the_next_one_begins()
    {
        using MemoryBackend backend = new(Families);
        VersionedStore<string, string> store = Open(backend, historyMs: 100);

        Assert.Equal(VersionPut.Latest, store.Put("a", "one", true, 10));
        Assert.Equal(VersionPut.Latest, store.Put("a", null, false, 30));
        Assert.Equal(VersionPut.Older, store.Put("a", "two", true, 20));

        Assert.Equal(
            ["-", "one", "one", "two", "-"],
            new long[] { 9, 10, 19, 29, 30 }.Select(time => Text(store.AsOf("a", time))));
        Assert.False(store.Latest("a").Exists);
    }

    [Fact]
    public void A_version_that_is_older_than_the_history_is_dropped()
    {
        using MemoryBackend backend = new(Families);
        VersionedStore<string, string> store = Open(backend, historyMs: 5);
        store.Put("a", "one", true, 10);

        Assert.Equal(VersionPut.TooOld, store.Put("b", "old", true, 4));
        Assert.Equal(VersionPut.Latest, store.Put("b", "edge", true, 5));
    }

    [Fact]
    public void The_latest_version_of_a_key_is_kept_for_ever_and_the_others_as_long_as_the_history()
    {
        using MemoryBackend backend = new(Families);
        VersionedStore<string, string> store = Open(backend, historyMs: 10);
        store.Put("a", "one", true, 1);
        store.Put("a", "two", true, 2);
        store.Put("b", "now", true, 1_000);

        Assert.Equal("-", Text(store.AsOf("a", 1)));
        Assert.Equal("two", Text(store.AsOf("a", 2)));
        Assert.Equal(1, store.Expire(10, 1_000));
        Assert.Equal("two", Text(store.AsOf("a", 500)));
    }

    [Fact]
    public void Versions_are_those_that_were_put_whatever_commits_evictions_and_restores_are()
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Campaign.Choose(20, 100); round++)
        {
            Compare(random, $"seed {seed}, round {round}");
        }
    }

    private static void Compare(Random random, string where)
    {
        using MemoryBackend backend = new(Families);
        long history = random.Next(60);
        VersionedStore<string, string> store = Open(backend, history);
        var model = new Dictionary<string, SortedDictionary<long, string?>>();
        long observed = long.MinValue;
        for (int step = 0; step < 400; step++)
        {
            string key = "abc"[..random.Next(1, 4)];
            long time = step + random.Next(-50, 5);
            string? value = random.Next(4) == 0 ? null : $"v{step}";
            VersionPut expected = Put(model, key, value, time, history, ref observed);
            Assert.True(expected == store.Put(key, value, value is not null, time), $"{where}, step {step}");
            store.Expire(3, step);
            if (random.Next(6) == 0) { Commit(backend, store); }
            if (random.Next(40) == 0)
            {
                Commit(backend, store);
                store = Open(backend, history);
            }

            long asked = step + random.Next(-80, 5);
            Assert.True(
                AsOf(model, key, asked, observed - history) == Text(store.AsOf(key, asked)),
                $"{where}, step {step}, as of {asked}");
            Assert.True(
                (model.GetValueOrDefault(key)?.Last().Value ?? "-") == Text(store.Latest(key)),
                $"{where}, step {step}");
        }
    }

    private static VersionPut Put(
        Dictionary<string, SortedDictionary<long, string?>> model, string key, string? value, long time, long history,
        ref long observed)
    {
        if (observed != long.MinValue && time < observed - history) { return VersionPut.TooOld; }
        observed = Math.Max(observed, time);
        if (!model.TryGetValue(key, out SortedDictionary<long, string?>? versions)) { model[key] = versions = []; }
        versions[time] = value;
        return versions.Last().Key > time ? VersionPut.Older : VersionPut.Latest;
    }

    private static string AsOf(
        Dictionary<string, SortedDictionary<long, string?>> model, string key, long time, long horizon)
    {
        if (!model.TryGetValue(key, out SortedDictionary<long, string?>? versions)) { return "-"; }
        (long latest, string? value) = versions.Last();
        if (latest <= time) { return value ?? "-"; }
        return time < horizon ? "-" : versions.LastOrDefault(version => version.Key <= time).Value ?? "-";
    }

    private static string Text(StoreRow<string> row) => row.Exists ? row.Value! : "-";

    private static VersionedStore<string, string> Open(MemoryBackend backend, long historyMs) =>
        new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.String, historyMs);

    private static void Commit(MemoryBackend backend, VersionedStore<string, string> store)
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
}
