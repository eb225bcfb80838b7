using System.Text;

namespace Kappa.StateStores.Tests;

public sealed class KeyValueStoreTests : IDisposable
{
    private static readonly string[] OneStore = ["s"];

    private readonly MemoryBackend _backend = new(OneStore);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void A_row_that_was_never_put_is_absent_and_reads_as_default()
    {
        KeyValueStore<long, long> store = NewStore();

        StoreRow<long> row = store.Row(store.Find(7));

        Assert.False(row.Exists);
        Assert.Equal((0, 0), (row.Value, row.TimestampMs));
    }

    [Fact]
    public void A_put_row_is_found_before_and_after_the_commit()
    {
        KeyValueStore<long, long> store = NewStore();

        store.Put(store.Find(7), 70, timestampMs: 1);
        StoreRow<long> before = store.Row(store.Find(7));
        Commit(store);
        StoreRow<long> after = store.Row(store.Find(7));

        Assert.Equal((true, 70, 1), (before.Exists, before.Value, before.TimestampMs));
        Assert.Equal(before, after);
    }

    [Fact]
    public void A_removed_row_reads_as_default_whether_it_was_committed_or_not()
    {
        KeyValueStore<long, long> store = NewStore();
        store.Put(store.Find(7), 70, 1);

        store.Delete(store.Find(7), 2);
        StoreRow<long> before = store.Row(store.Find(7));
        Commit(store);
        store.Drop();
        StoreRow<long> after = store.Row(store.Find(7));

        Assert.Equal(default, before);
        Assert.Equal(default, after);
    }

    [Fact]
    public void A_removed_row_is_collected_with_the_time_of_its_removal()
    {
        KeyValueStore<long, long> store = NewStore();
        store.Put(store.Find(7), 70, 1);
        store.Delete(store.Find(7), 2);

        DirtyRows rows = store.CollectDirty();

        Assert.Equal(1, rows.Count);
        Assert.False(rows.Exists(0));
        Assert.Equal(2, rows.TimestampMs(0));
        Assert.True(rows.Value(0).IsEmpty);
    }

    [Fact]
    public void Removing_a_row_that_is_absent_changes_nothing()
    {
        KeyValueStore<long, long> store = NewStore();

        store.Delete(store.Find(7), 2);

        Assert.Equal(0, store.CollectDirty().Count);
    }

    [Fact]
    public void A_row_that_changed_often_is_collected_once_with_its_last_value()
    {
        KeyValueStore<long, long> store = NewStore();
        for (int value = 1; value <= 5; value++) { store.Put(store.Find(7), value, value); }

        DirtyRows rows = store.CollectDirty();

        Assert.Equal(1, rows.Count);
        Assert.Equal(5, new LongSerde().Deserialize(rows.Value(0)));
        Assert.Equal(5, rows.TimestampMs(0));
    }

    [Fact]
    public void A_commit_leaves_nothing_dirty()
    {
        KeyValueStore<long, long> store = NewStore();
        store.Put(store.Find(7), 70, 1);

        Commit(store);

        Assert.Equal(0, store.DirtyBytes);
        Assert.Equal(0, store.CollectDirty().Count);
    }

    [Fact]
    public void Dropping_forgets_what_was_not_committed()
    {
        KeyValueStore<long, long> store = NewStore();
        store.Put(store.Find(7), 70, 1);
        Commit(store);
        store.Put(store.Find(7), 71, 2);
        store.Put(store.Find(8), 80, 2);

        store.Drop();

        Assert.Equal(70, store.Row(store.Find(7)).Value);
        Assert.False(store.Row(store.Find(8)).Exists);
        Assert.Equal(0, store.DirtyBytes);
    }

    [Fact]
    public void A_value_changed_in_place_is_read_at_the_commit()
    {
        KeyValueStore<long, byte[]> store = new(_backend.Store(0), new LongSerde(), new BytesSerde());
        byte[] value = [1];
        store.Put(store.Find(7), value, 1);
        value[0] = 2;

        DirtyRows rows = store.CollectDirty();

        Assert.Equal([2], rows.Value(0).ToArray());
    }

    [Fact]
    public void Byte_array_keys_are_equal_where_their_bytes_are()
    {
        KeyValueStore<byte[], long> store = new(_backend.Store(0), new BytesSerde(), new LongSerde());

        store.Put(store.Find([1, 2]), 12, 1);

        Assert.Equal(12, store.Row(store.Find([1, 2])).Value);
    }

    [Fact]
    public void Keys_that_differ_with_the_same_bytes_are_an_error_that_names_the_type()
    {
        KeyValueStore<string, long> store = new(_backend.Store(0), new UpperCaseSerde(), new LongSerde());
        store.Put(store.Find("a"), 1, 1);
        store.Put(store.Find("A"), 1, 1);

        KappaException error = Assert.Throws<KappaException>(() => store.CollectDirty());

        Assert.Equal("KAP3004", error.Code);
        Assert.Contains("System.String", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_between_collection_and_commit_is_refused_rather_than_lost()
    {
        KeyValueStore<long, long> store = NewStore();
        store.CollectDirty();

        Assert.Throws<InvalidOperationException>(() => store.Put(store.Find(7), 70, 1));
    }

    [Fact]
    public void Rows_restored_below_an_unused_cache_are_found()
    {
        KeyValueStore<long, long> store = NewStore();
        KeyValueStore<long, long> restore = NewStore();
        restore.Put(restore.Find(7), 70, 1);
        Commit(restore);

        Assert.Equal(70, store.Row(store.Find(7)).Value);
    }

    [Fact]
    public void Evicted_rows_come_back_from_the_backend()
    {
        KeyValueStore<long, long> store = NewStore();
        for (int key = 0; key < 1000; key++) { store.Put(store.Find(key), key, key); }

        Commit(store, budgetBytes: 1000);

        Assert.InRange(store.Bytes, 0, 1000);
        for (int key = 0; key < 1000; key++) { Assert.Equal(key, store.Row(store.Find(key)).Value); }
    }

    [Fact]
    public void Rows_that_are_in_use_outlive_those_that_are_not()
    {
        CountingStore below = new(_backend.Store(0));
        KeyValueStore<long, long> store = new(below, new LongSerde(), new LongSerde());
        for (int key = 0; key < 100; key++) { store.Put(store.Find(key), key, key); }
        Commit(store, budgetBytes: store.Bytes - 1); // Takes the second chance of all, and evicts the first.
        for (int key = 0; key < 40; key++) { store.Find(key); } // The sweep meets these first.

        Commit(store, budgetBytes: store.Bytes / 2);

        int reads = below.Reads;
        for (int key = 0; key < 40; key++) { store.Find(key); }
        Assert.Equal(reads, below.Reads);
    }

    [Fact]
    public void A_store_that_was_empty_is_never_read_until_a_row_is_evicted()
    {
        CountingStore below = new(_backend.Store(0));
        KeyValueStore<long, long> store = new(below, new LongSerde(), new LongSerde());
        for (int key = 0; key < 100; key++) { store.Put(store.Find(key), key, key); }
        Commit(store);
        store.Find(1000);
        int readsBefore = below.Reads;

        Commit(store, budgetBytes: 100);
        store.Find(0);

        Assert.Equal((0, 1), (readsBefore, below.Reads));
    }

    [Fact]
    public void Large_values_count_towards_the_budget_with_their_bytes()
    {
        KeyValueStore<long, byte[]> store = new(_backend.Store(0), new LongSerde(), new BytesSerde());

        for (int key = 0; key < 10; key++) { store.Put(store.Find(key), new byte[100_000], 1); }
        store.CollectDirty();

        Assert.InRange(store.DirtyBytes, 1_000_000, 3_000_000);
        Assert.InRange(store.Bytes, store.DirtyBytes, 3_000_000);
    }

    [Fact]
    public void Finding_putting_and_committing_allocate_nothing_once_warm()
    {
        KeyValueStore<WideKey, long> store = new(_backend.Store(0), new WideKeySerde(), new LongSerde());

        long bytes = 0;
        long allocated = Allocation.Of(() =>
        {
            for (int key = 0; key < 5000; key++)
            {
                int slot = store.Find(new WideKey(key, -key));
                store.Put(slot, store.Row(slot).Value + 1, key);
            }

            DirtyRows rows = store.CollectDirty();
            for (int row = 0; row < rows.Count; row++) { bytes += rows.Key(row).Length + rows.Value(row).Length; }
            store.Committed(long.MaxValue);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(4 * 5000 * 24, bytes);
    }

    private KeyValueStore<long, long> NewStore() => new(_backend.Store(0), new LongSerde(), new LongSerde());

    private void Commit(IStoreCache store, long budgetBytes = long.MaxValue) =>
        Commits.Write(_backend, 0, store, Encoding.UTF8.GetBytes("p"), budgetBytes);
}
