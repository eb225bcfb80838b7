namespace Kappa.StateStores.Tests;

/// <summary>
/// Row groups and their backend against a sorted dictionary, under random operations, commits, evictions, crashes and
/// restores.
/// </summary>
public sealed class RowGroupStoreModelTests : IDisposable
{
    private const int Subs = 3_000; // Of the key with most rows: a dozen blocks.

    private static readonly string[] OneStore = ["s"];
    private static readonly string[] Keys = ["a", "ab", "a\0", "", "b"];

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
    public void Memory_and_row_groups_agree_with_a_sorted_dictionary()
    {
        Random random = Seed.Random(out _);
        RowGroupModel model = new(random, Keys, Subs);
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, string> store = NewCache(backend);

        for (int step = 0; step < Campaign.Choose(15_000, 150_000); step++)
        {
            switch (random.Next(400))
            {
                case < 2: Commit(random, backend, store, model); break;
                case 2 when random.Next(4) == 0: Drop(store, model); break;
                case 3: model.CheckAll(store); break;
                default: model.Operate(store, step); break;
            }
        }

        model.CheckAll(store);
        Assert.True(model.CommittedRows > 500);
    }

    [Fact]
    public void RocksDb_and_row_groups_agree_over_flushes_restarts_crashes_and_restores()
    {
        Random random = Seed.Random(out _);
        RowGroupModel model = new(random, Keys, Subs);
        string directory = _scratch["state"];
        RocksDbBackend backend = RocksDbBackend.Open(directory, OneStore, _memory);
        RowGroupStore<string, WindowStart, string> store = NewCache(backend);

        for (int step = 0; step < Campaign.Choose(8_000, 80_000); step++)
        {
            switch (random.Next(4000))
            {
                case < 20: Commit(random, backend, store, model); break;
                case < 25: Drop(store, model); break;
                case < 30: Flush(); break;
                case < 32: Restart(); break;
                case < 35: Crash(); break;
                case < 40: model.CheckAll(store); break;
                default: model.Operate(store, step); break;
            }
        }

        model.CheckAll(store);
        backend.Dispose();

        void Flush()
        {
            backend.Flush();
            _changelog.Clear();
        }

        void Restart()
        {
            backend.Dispose(); // Which flushes.
            _changelog.Clear();
            backend = RocksDbBackend.Open(directory, OneStore, _memory);
            store = NewCache(backend);
            model.Dropped();
        }

        void Crash()
        {
            string image = _scratch.CrashImage(directory, $"image{_images++}");
            backend.Dispose();
            directory = image;
            backend = RocksDbBackend.Open(directory, OneStore, _memory);
            StateBatch batch = backend.BeginBatch();
            foreach ((byte[] key, byte[]? value, long timestampMs) in _changelog)
            {
                if (value is null) { batch.Delete(0, key); }
                else { batch.Put(0, key, value, timestampMs); }
            }

            backend.Write(batch, [1]);
            store = NewCache(backend);
            model.Dropped();
            model.CheckAll(store);
        }
    }

    private static RowGroupStore<string, WindowStart, string> NewCache(IStateBackend backend) =>
        new(backend.Store(0), Serdes.String, Serdes.String);

    private void Commit(
        Random random, IStateBackend backend, RowGroupStore<string, WindowStart, string> store, RowGroupModel model)
    {
        long budgetBytes = random.Next(3) switch { 0 => 0, 1 => 50_000, _ => long.MaxValue };
        DirtyRows rows = store.CollectDirty();
        for (int row = 0; row < rows.Count; row++)
        {
            byte[]? value = rows.Exists(row) ? rows.Value(row).ToArray() : null;
            _changelog.Add((rows.Key(row).ToArray(), value, rows.TimestampMs(row)));
        }

        Commits.Write(backend, 0, store, [1], budgetBytes);
        Assert.True(store.Bytes <= budgetBytes);
        Assert.Equal(0, store.DirtyBytes);
        model.Committed();
    }

    private static void Drop(RowGroupStore<string, WindowStart, string> store, RowGroupModel model)
    {
        store.Drop();
        Assert.Equal(0, store.Bytes);
        model.Dropped();
    }
}
