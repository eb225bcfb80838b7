namespace Kappa.StateStores.Tests;

public sealed class WindowStoreTests : IDisposable
{
    private const long Retention = 100;

    private static readonly string[] TwoFamilies = ["windows", "starts"];
    private static readonly string[] Keys = ["a", "ab", "b", "c"];

    private readonly ScratchDirectory _scratch = new();
    private readonly StateMemory _memory = new(new StateOptions());
    private readonly List<(byte[] Key, byte[]? Value, long TimestampMs)> _changelog = []; // What is not flushed.
    private int _images;

    public void Dispose()
    {
        _memory.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void A_row_is_hidden_once_time_has_passed_its_start_by_the_retention()
    {
        using MemoryBackend backend = new(TwoFamilies);
        WindowStore<string, long> store = NewCache(backend);
        Put(store, "a", 0, 1);
        Put(store, "a", 10, 2);

        store.Observe(Retention - 1);
        Assert.Equal([(0, 1), (10, 2)], Fetch(store, "a"));

        store.Observe(Retention);
        store.Observe(5); // Time never falls.
        Put(store, "a", 0, 7); // Without effect, as it would be if the row were deleted.
        Assert.Equal([(10, 2)], Fetch(store, "a"));
        Assert.False(store.Row(store.Find("a", 0)).Exists);
    }

    [Theory]
    [InlineData(0, 0), InlineData(-1, 0), InlineData(1, 1)] // Hidden last, hidden before, the first that is not.
    public void Nothing_is_written_to_a_window_that_is_hidden(long start, int written)
    {
        using MemoryBackend backend = new(TwoFamilies);
        WindowStore<string, long> store = NewCache(backend);
        store.Observe(Retention);
        Commit(backend, store, budgetBytes: 0);

        Put(store, "a", start, 1);

        Assert.Equal(written, store.CollectDirty().Count);
    }

    [Fact]
    public void Hidden_rows_are_deleted_with_tombstones_some_a_call_the_earliest_first()
    {
        using MemoryBackend backend = new(TwoFamilies);
        WindowStore<string, long> store = NewCache(backend);
        foreach ((string key, long start) in new[] { ("b", 20L), ("a", 10), ("c", 10), ("a", 20), ("a", 1000) })
        {
            Put(store, key, start, 1);
        }

        Commit(backend, store, budgetBytes: 0);
        store.Observe(500);

        Assert.Equal(3, store.Expire(3, timestampMs: 500));
        Commit(backend, store, budgetBytes: 0);
        Assert.Equal(["b 20", "a 1000"], Left(backend, store));

        Assert.Equal(1, store.Expire(3, timestampMs: 501));
        Assert.Equal(0, store.Expire(3, timestampMs: 501));
        Commit(backend, store, budgetBytes: 0);
        Assert.Equal(["a 1000"], Left(backend, store));
        Assert.Equal(4, _changelog.Count(record => record.Value is null));
        Assert.Equal(501, _changelog.Last(record => record.Value is null).TimestampMs);
    }

    [Fact]
    public void Windows_that_close_are_walked_by_start_and_key_hidden_ones_too()
    {
        using MemoryBackend backend = new(TwoFamilies);
        WindowStore<string, long> store = NewCache(backend);
        foreach ((string key, long start) in new[] { ("b", 20L), ("a", 10), ("c", 10), ("a", 30) })
        {
            Put(store, key, start, start);
        }

        Commit(backend, store, budgetBytes: 0);
        Put(store, "b", 10, 10);
        store.Observe(500);

        List<string> closed = [];
        using (WindowWalk<string, long> walk = store.ByStart(afterMs: 0, toMs: 20))
        {
            while (walk.MoveNext()) { closed.Add($"{walk.Key} {walk.StartMs} {walk.Row.Value}"); }
        }

        Assert.Equal(["a 10 10", "b 10 10", "c 10 10", "b 20 20"], closed);
    }

    [Fact]
    public void The_time_survives_a_restart_though_its_rows_did_not()
    {
        using MemoryBackend backend = new(TwoFamilies);
        WindowStore<string, long> store = NewCache(backend);
        Put(store, "a", 0, 1);
        store.Observe(500);
        store.Expire(10, 500);
        Commit(backend, store, budgetBytes: 0);

        WindowStore<string, long> again = NewCache(backend);

        Assert.Equal(500, again.ObservedTimeMs);
        Put(again, "a", 400, 1); // Late: it would be taken if time were worked out from the rows that are left.
        Assert.Empty(Fetch(again, "a"));
    }

    [Fact]
    public void What_is_on_disk_at_a_cut_does_not_depend_on_commits_evictions_crashes_and_restores()
    {
        Random random = Seed.Random(out int seed);
        string directory = _scratch["state"];
        RocksDbBackend backend = RocksDbBackend.Open(directory, TwoFamilies, _memory);
        WindowStore<string, long> store = NewCache(backend);
        using MemoryBackend plain = new(TwoFamilies);
        WindowStore<string, long> expected = NewCache(plain);
        Random operations = new(seed), sameOperations = new(seed);

        for (int step = 0; step < Campaign.Choose(8_000, 80_000); step++)
        {
            Operate(operations, store, step);
            Operate(sameOperations, expected, step);
            switch (random.Next(1000))
            {
                case < 20: Commit(backend, store, random.Next(2) * 5_000); break;
                case < 25: Flush(); break;
                case < 30: Compare(); break;
                case 30: Crash(); break;
                default: break;
            }
        }

        Compare();
        backend.Dispose();

        void Flush()
        {
            backend.Flush();
            _changelog.Clear();
        }

        void Compare()
        {
            Commit(backend, store, budgetBytes: 0);
            DirtyRows rows = expected.CollectDirty();
            Write(plain, rows, expected, budgetBytes: long.MaxValue);
            Assert.Equal(Bytes(plain, 0), Bytes(backend, 0));
            Assert.Equal(Bytes(plain, 1), Bytes(backend, 1));
        }

        void Crash()
        {
            Commit(backend, store, budgetBytes: 0); // What is not committed would come again.
            string image = _scratch.CrashImage(directory, $"image{_images++}");
            backend.Dispose();
            directory = image;
            backend = RocksDbBackend.Open(directory, TwoFamilies, _memory);
            Restore(backend);
            store = NewCache(backend);
        }
    }

    [Fact]
    public void Windows_that_come_and_expire_allocate_nothing_once_warm()
    {
        using MemoryBackend backend = new(TwoFamilies);
        WindowStore<string, long> store = NewCache(backend);
        long time = 0;

        long allocated = Allocation.Of(() =>
        {
            for (int record = 0; record < 10_000; record++)
            {
                store.Observe(++time);
                RowPlace<WindowStart, long> place = store.Find(Keys[record % Keys.Length], time / 10 * 10);
                store.Put(place, store.Row(place).Value + 1, time);
                store.Expire(2, time);
            }

            store.CollectDirty();
            store.Drop();
        });

        Assert.InRange(allocated, 0, 1_000); // The list of blocks of each key, a cursor of what is below.
    }

    private static WindowStore<string, long> NewCache(IStateBackend backend) =>
        new(backend.Store(0), backend.Store(1), Serdes.String, Serdes.Int64, advanceMs: 1, Retention);

    private static void Put(WindowStore<string, long> store, string key, long start, long value) =>
        store.Put(store.Find(key, start), value, start);

    private static List<(long, long)> Fetch(WindowStore<string, long> store, string key)
    {
        List<(long, long)> rows = [];
        RowRange<string, WindowStart, long> range = store.Fetch(key, long.MinValue, long.MaxValue);
        while (range.MoveNext()) { rows.Add((range.Current.Sub.Ms, store.Row(range.Current).Value)); }
        return rows;
    }

    /// <summary>Time goes on, jumps now and then, and records are late; rows are deleted a few at a time.</summary>
    private static void Operate(Random random, WindowStore<string, long> store, int step)
    {
        long now = Math.Max(0, store.ObservedTimeMs);
        long time = random.Next(300) == 0 ? now + 400 : now + random.Next(5) - 2 - (random.Next(10) == 0 ? 50 : 0);
        store.Observe(time);
        RowPlace<WindowStart, long> place = store.Find(Keys[random.Next(Keys.Length)], time / 7 * 7);
        if (random.Next(10) == 0) { store.Delete(place, time); }
        else { store.Put(place, step, time); }
        store.Expire(2, time);
    }

    private void Commit(IStateBackend backend, WindowStore<string, long> store, long budgetBytes)
    {
        DirtyRows rows = store.CollectDirty();
        for (int row = 0; row < rows.Count; row++)
        {
            byte[]? value = rows.Exists(row) ? rows.Value(row).ToArray() : null;
            _changelog.Add((rows.Key(row).ToArray(), value, rows.TimestampMs(row)));
        }

        Write(backend, rows, store, budgetBytes);
    }

    private static void Write(IStateBackend backend, DirtyRows rows, WindowStore<string, long> store, long budgetBytes)
    {
        StateBatch batch = backend.BeginBatch();
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Exists(row)) { batch.Put(0, rows.Key(row), rows.Value(row), rows.TimestampMs(row)); }
            else { batch.Delete(0, rows.Key(row)); }
        }

        store.CollectDerived(batch, 1);
        backend.Write(batch, [1]);
        store.Committed(budgetBytes);
    }

    private void Restore(IStateBackend backend)
    {
        var entries = new RowEntries(WindowExpiry.TryTime);
        StateBatch batch = backend.BeginBatch();
        foreach ((byte[] key, byte[]? value, long timestampMs) in _changelog)
        {
            if (value is null) { batch.Delete(0, key); }
            else { batch.Put(0, key, value, timestampMs); }
            ReadOnlySpan<byte> entry = entries.Of(key);
            if (entry.IsEmpty) { continue; }
            if (value is null) { batch.Delete(1, entry); }
            else { batch.Put(1, entry, [], 0); }
        }

        backend.Write(batch, [1]);
    }

    private static List<string> Left(IStateBackend backend, WindowStore<string, long> store)
    {
        List<string> left = [];
        using WindowWalk<string, long> walk = store.ByStart(long.MinValue, long.MaxValue);
        while (walk.MoveNext()) { left.Add($"{walk.Key} {walk.StartMs}"); }
        Assert.Equal(left.Count + 1, Bytes(backend, 0).Count); // And the row of the time.
        return left;
    }

    private static List<string> Bytes(IStateBackend backend, int store)
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
