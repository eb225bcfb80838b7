namespace Kappa.StateStores.Tests;

/// <summary>Rows that a cache is told about before they are asked for.</summary>
public sealed class ExpectedRowsTests
{
    private static readonly string[] OneStore = ["s"];

    [Fact]
    public void Rows_that_are_missing_are_read_with_one_call()
    {
        using MemoryBackend backend = WithRows(100);
        CountingStore below = new(backend.Store(0));
        KeyValueStore<long, long> store = new(below, new LongSerde(), new LongSerde());

        for (long key = 0; key < 200; key++) { store.Expect(key % 150); } // Some twice, some that there are not.
        store.LoadExpected();
        StoreRow<long>[] rows = [.. Enumerable.Range(0, 150).Select(key => store.Row(store.Find(key)))];

        Assert.Equal((1, 150), (below.Reads, store.Misses));
        Assert.All(rows[..100], (row, key) => Assert.Equal((true, key, key), (row.Exists, row.Value, row.TimestampMs)));
        Assert.All(rows[100..], row => Assert.False(row.Exists));
        Assert.Equal(0, store.DirtyBytes);
    }

    [Fact]
    public void A_row_that_changed_meanwhile_stays_as_it_is()
    {
        using MemoryBackend backend = WithRows(10);
        KeyValueStore<long, long> store = new(backend.Store(0), new LongSerde(), new LongSerde());

        store.Expect(1);
        store.Expect(2);
        store.Put(store.Find(1), -1, 7);
        store.Delete(store.Find(2), 7);
        store.LoadExpected();

        Assert.Equal(-1, store.Row(store.Find(1)).Value);
        Assert.False(store.Row(store.Find(2)).Exists);
        Assert.Equal(2, store.CollectDirty().Count);
    }

    [Fact]
    public void Nothing_is_read_where_all_rows_are_here_or_nothing_is_expected()
    {
        using MemoryBackend backend = new(OneStore);
        CountingStore below = new(backend.Store(0));
        KeyValueStore<long, long> store = new(below, new LongSerde(), new LongSerde());

        store.Expect(1);
        store.LoadExpected();

        Assert.Equal((0, 0), (below.Reads, store.Misses));
    }

    [Fact]
    public void Expecting_and_loading_allocate_nothing_once_warm()
    {
        using MemoryBackend backend = WithRows(1_000);
        KeyValueStore<long, long> store = new(backend.Store(0), new LongSerde(), new LongSerde());

        long allocated = Allocation.Of(() =>
        {
            for (long key = 0; key < 1_000; key++) { store.Expect(key); }
            store.LoadExpected();
            store.CollectDirty();
            store.Committed(budgetBytes: 0);
        });

        Assert.Equal(0, allocated);
    }

    private static MemoryBackend WithRows(int rows)
    {
        MemoryBackend backend = new(OneStore);
        KeyValueStore<long, long> store = new(backend.Store(0), new LongSerde(), new LongSerde());
        for (long key = 0; key < rows; key++) { store.Put(store.Find(key), key, key); }
        Commits.Write(backend, 0, store, [1], budgetBytes: 0);
        return backend;
    }
}
