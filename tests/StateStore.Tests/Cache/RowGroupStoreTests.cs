namespace Kappa.StateStores.Tests;

public sealed class RowGroupStoreTests
{
    private static readonly string[] OneStore = ["s"];

    [Fact]
    public void A_key_with_a_million_rows_is_read_a_stretch_at_a_time()
    {
        int rows = Campaign.Choose(30_000, 1_000_000);
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, long> store = NewCache(backend);
        for (int row = 0; row < rows; row++) { store.Put(store.Find("hot", At(row)), row, row); }
        Commits.Write(backend, 0, store, [1], budgetBytes: 0);
        CountingStore below = new(backend.Store(0));
        store = new(below, Serdes.String, Serdes.Int64);

        Assert.Equal(rows / 2, store.Row(store.Find("hot", At(rows / 2))).Value);
        Assert.Equal(rows / 2, store.Row(store.Find("hot", At((rows / 2) + 10))).Value - 10);
        Assert.Equal(1, below.Reads);
        Assert.InRange(store.Bytes, 1, 10_000);

        RowRange<string, WindowStart, long> last =
            store.Range("hot", WindowStart.Least, WindowStart.Greatest, backward: true);
        Assert.True(last.MoveNext());
        Assert.Equal(rows - 1, store.Row(last.Current).Value);
        Assert.InRange(store.Bytes, 1, 20_000);

        store.Put(store.Find("hot", At(7)), -7, 7);
        Assert.Equal(1, store.CollectDirty().Count);
        store.Committed(long.MaxValue);
        long sum = 0;
        RowRange<string, WindowStart, long> all = store.Range("hot", WindowStart.Least, WindowStart.Greatest);
        for (; all.MoveNext(); sum += store.Row(all.Current).Value) { }
        Assert.Equal(((long)rows * (rows - 1) / 2) - 14, sum);
        store.Committed(100_000);
        Assert.InRange(store.Bytes, 1, 100_000);
    }

    [Fact]
    public void Rows_of_new_keys_are_not_looked_for_below_while_all_are_here()
    {
        using MemoryBackend backend = new(OneStore);
        CountingStore below = new(backend.Store(0));
        RowGroupStore<string, WindowStart, long> store = new(below, Serdes.String, Serdes.Int64);

        for (int key = 0; key < 100; key++) { store.Put(store.Find($"{key}", At(key)), key, key); }

        Assert.Equal(0, below.Reads);
    }

    [Fact]
    public void Updates_and_commits_allocate_nothing_once_warm()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, long> store = NewCache(backend);
        string[] keys = [.. Enumerable.Range(0, 50).Select(key => $"key{key}")];
        int round = 0;

        long allocated = Allocation.Of(() =>
        {
            for (int until = round + 5; round < until; round++)
            {
                UpdateAndExpire(store, keys, round * 10);
                store.ObservedTimeMs = round;
                store.CollectDirty();
                store.Committed(long.MaxValue);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Keys_that_are_equal_with_other_bytes_are_two()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<decimal, WindowStart, long> store = new(backend.Store(0), Serdes.Json<decimal>(), Serdes.Int64);

        store.Put(store.Find(1.0m, At(1)), 10, 1);
        store.Put(store.Find(1.00m, At(1)), 100, 1);
        Commits.Write(backend, 0, store, [1], budgetBytes: 0);

        Assert.Equal(10, store.Row(store.Find(1.0m, At(1))).Value);
        Assert.Equal(100, store.Row(store.Find(1.00m, At(1))).Value);
        Assert.False(store.Row(store.Find(1m, At(1))).Exists);
    }

    [Fact]
    public void A_change_between_collecting_and_the_commit_is_an_error()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, long> store = NewCache(backend);
        store.CollectDirty();

        Assert.Throws<InvalidOperationException>(() => store.Put(store.Find("a", At(1)), 1, 1));
        Assert.Throws<InvalidOperationException>(() => store.ObservedTimeMs = 1);
    }

    [Fact]
    public void A_commit_that_was_not_collected_is_an_error()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, long> store = NewCache(backend);

        store.ObservedTimeMs = 1;

        Assert.Throws<InvalidOperationException>(() => store.Committed(0));
    }

    [Fact]
    public void Texts_count_towards_what_is_dirty_before_they_are_serialised()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, string> store = new(backend.Store(0), Serdes.String, Serdes.String);

        for (int row = 0; row < 100; row++) { store.Put(store.Find("a", At(row)), new string('x', 10_000), 1); }

        Assert.InRange(store.MeasureDirty(), 1_900_000, 2_500_000);
        store.CollectDirty();
        Assert.InRange(store.Bytes, 1_900_000, 2_500_000);
    }

    [Fact]
    public void A_row_that_changes_twice_counts_once()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, long> store = NewCache(backend);
        store.Put(store.Find("a", At(1)), 0, 0);
        Commits.Write(backend, 0, store, [1], budgetBytes: long.MaxValue);
        store.Put(store.Find("a", At(1)), 1, 1);
        long once = store.DirtyBytes;

        store.Put(store.Find("a", At(1)), 2, 2);
        store.Delete(store.Find("a", At(1)), 3);

        Assert.Equal(once, store.DirtyBytes);
    }

    [Fact]
    public void Rows_that_come_and_go_between_two_commits_leave_no_trace()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, string> store = new(backend.Store(0), Serdes.String, Serdes.String);
        for (int time = 0; time < 1_000; time++)
        {
            store.Put(store.Find("a", At(time)), "grows", time); // As a session does with each of its records.
            store.Delete(store.Find("a", At(time - 1)), time);
        }

        DirtyRows rows = store.CollectDirty();

        Assert.Equal((1, true, 999), (rows.Count, rows.Exists(0), rows.TimestampMs(0)));
        Assert.InRange(store.Bytes, 1, 1_000);
    }

    [Fact]
    public void A_key_without_rows_is_let_go_while_all_are_here()
    {
        using MemoryBackend backend = new(OneStore);
        CountingStore below = new(backend.Store(0));
        RowGroupStore<string, WindowStart, long> store = new(below, Serdes.String, Serdes.Int64);
        Commits.Write(backend, 0, store, [1], budgetBytes: long.MaxValue);
        long empty = store.Bytes;
        for (int key = 0; key < 100; key++) { store.Put(store.Find($"{key}", At(key)), key, key); }
        Commits.Write(backend, 0, store, [2], budgetBytes: long.MaxValue);

        for (int key = 0; key < 100; key++) { store.Delete(store.Find($"{key}", At(key)), 200); }
        Commits.Write(backend, 0, store, [3], budgetBytes: long.MaxValue);

        Assert.Equal(empty, store.Bytes);
        Assert.False(store.Row(store.Find("7", At(7))).Exists);
        Assert.Equal(0, below.Reads);
    }

    [Fact]
    public void A_removal_that_comes_again_leaves_the_time_of_the_first()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, long> store = NewCache(backend);
        store.Put(store.Find("a", At(1)), 1, 1);
        Commits.Write(backend, 0, store, [1], budgetBytes: long.MaxValue);

        store.Delete(store.Find("a", At(1)), 2);
        store.Delete(store.Find("a", At(1)), 3);

        DirtyRows rows = store.CollectDirty();
        Assert.Equal((1, false, 2), (rows.Count, rows.Exists(0), rows.TimestampMs(0)));
    }

    [Fact]
    public void Rows_that_come_and_go_take_no_memory()
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, string> store = new(backend.Store(0), Serdes.String, Serdes.String);
        store.Put(store.Find("a", At(-1)), "stays", 1);
        long first = 0;

        for (int time = 0; time < 1_000; time++)
        {
            store.Put(store.Find("a", At(time)), "goes", 1);
            Commits.Write(backend, 0, store, [1], budgetBytes: long.MaxValue);
            store.Delete(store.Find("a", At(time)), 2);
            Commits.Write(backend, 0, store, [1], budgetBytes: long.MaxValue);
            first = first == 0 ? store.Bytes : first;
        }

        Assert.Equal(first, store.Bytes);
    }

    private static void UpdateAndExpire(RowGroupStore<string, WindowStart, long> store, string[] keys, long time)
    {
        for (int row = 0; row < 5_000; row++)
        {
            RowPlace<WindowStart, long> place = store.Find(keys[row % keys.Length], At(time + (row % 20)));
            store.Put(place, store.Row(place).Value + 1, row);
        }

        foreach (string key in keys) // What is old goes, as it does where windows expire.
        {
            RowRange<string, WindowStart, long> old = store.Range(key, At(0), At(time - 20));
            while (old.MoveNext()) { store.Delete(old.Current, 1); }
        }
    }

    private static WindowStart At(long time) => new(time);

    private static RowGroupStore<string, WindowStart, long> NewCache(IStateBackend backend) =>
        new(backend.Store(0), Serdes.String, Serdes.Int64);
}
