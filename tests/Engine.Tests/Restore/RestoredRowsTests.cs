using Kappa.StateStores;

namespace Kappa.Engine.Tests;

public sealed class RestoredRowsTests
{
    private static readonly string[] Families = ["rows", "starts"];

    [Fact]
    public void A_restore_derives_what_a_store_of_windows_wrote_without_a_changelog()
    {
        using MemoryBackend backend = new(Families), restored = new(Families);
        WindowStore<string, long> store =
            new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.Int64, advanceMs: 1, retentionMs: 100);
        for (int round = 0; round < 20; round++)
        {
            store.Observe(round * 10);
            foreach (string key in new[] { "a", "ab", "b" }) { store.Put(store.Find(key, round * 10), round, round); }
            if (round % 5 == 0) { store.Delete(store.Find("ab", round * 10), round); }
            store.Expire(2, round);
            Commit(backend, store, restored);
        }

        Assert.Equal(Rows(backend, 0), Rows(restored, 0));
        Assert.Equal(Rows(backend, 1), Rows(restored, 1));
        Assert.True(Rows(restored, 1).Count > 20);
    }

    [Fact]
    public void A_restore_derives_the_ends_of_sessions()
    {
        using MemoryBackend backend = new(Families), restored = new(Families);
        SessionStore<string, long> store =
            new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.Int64, retentionMs: 100);
        for (int round = 0; round < 20; round++)
        {
            store.Observe(round * 10);
            foreach (string key in new[] { "a", "ab", "b" })
            {
                store.Put(store.Find(key, new SessionSpan(round * 10, round)), round, round);
            }

            if (round % 5 == 0) { store.Delete(store.Find("ab", new SessionSpan(round * 10, round)), round); }
            store.Expire(2, round);
            Commit(backend, store, restored, SessionRows.TryTime);
        }

        Assert.Equal(Rows(backend, 0), Rows(restored, 0));
        Assert.Equal(Rows(backend, 1), Rows(restored, 1));
        Assert.True(Rows(restored, 1).Count > 20);
    }

    [Fact]
    public void A_restore_derives_the_order_of_rows_that_are_held_back()
    {
        using MemoryBackend backend = new(Families), restored = new(Families);
        TimeBuffer<string, long> store = new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.Int64);
        for (int round = 0; round < 20; round++)
        {
            store.Observe(round * 10);
            foreach (string key in new[] { "a", "ab", $"b{round}" })
            {
                if (store.TryFind(key, out RowPlace<WindowStart, long> place)) { store.Put(place, round, round); }
                else { store.Add(key, round * 10, round, round); }
            }

            if (store.TryFirst((round * 10) - 70, out _, out _)) { store.RemoveFirst(round); }
            Commit(backend, store, restored);
        }

        Assert.Equal(Rows(backend, 0), Rows(restored, 0));
        Assert.Equal(Rows(backend, 1), Rows(restored, 1));
        Assert.InRange(Rows(restored, 1).Count, 5, 20);
    }

    private static void Commit(
        MemoryBackend backend, IStoreCache store, MemoryBackend restored, RowTime? time = null)
    {
        DirtyRows rows = store.CollectDirty();
        StateBatch batch = backend.BeginBatch(), copy = restored.BeginBatch();
        RestoredRows to = new(copy, store: 0, derived: 1, time ?? WindowExpiry.TryTime);
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Exists(row))
            {
                batch.Put(0, rows.Key(row), rows.Value(row), rows.TimestampMs(row));
                to.Put(rows.Key(row), rows.Value(row), rows.TimestampMs(row));
            }
            else
            {
                batch.Delete(0, rows.Key(row));
                to.Delete(rows.Key(row));
            }
        }

        store.CollectDerived(batch, 1);
        backend.Write(batch, [1]);
        restored.Write(copy, [1]);
        store.Committed(0);
    }

    private static List<string> Rows(MemoryBackend backend, int store)
    {
        List<string> rows = [];
        using IRowCursor cursor = backend.Store(store).Scan([], []);
        while (cursor.MoveNext())
        {
            rows.Add($"{Convert.ToHexString(cursor.Key)} {Convert.ToHexString(cursor.Value)} {cursor.TimestampMs}");
        }

        return rows;
    }
}
