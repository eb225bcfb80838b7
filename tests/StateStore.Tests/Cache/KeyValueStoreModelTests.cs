using System.Globalization;
using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>
/// A cache and its backend against a sorted dictionary, under random operations, commits and crashes.
/// </summary>
public sealed class KeyValueStoreModelTests : IDisposable
{
    private const int Keys = 60;

    private static readonly string[] OneStore = ["s"];

    private readonly ScratchDirectory _scratch = new();
    private readonly StateMemory _memory = new(new StateOptions());
    private readonly SortedDictionary<string, (long Value, long TimestampMs)> _model = new(StringComparer.Ordinal);
    private SortedDictionary<string, (long Value, long TimestampMs)> _committed = new(StringComparer.Ordinal);
    private SortedDictionary<string, (long Value, long TimestampMs)> _flushed = new(StringComparer.Ordinal);
    private int _images;

    public void Dispose()
    {
        _memory.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void Memory_and_a_cache_agree_with_a_sorted_dictionary()
    {
        Random random = Seed.Fixed();
        using MemoryBackend backend = new(OneStore);
        KeyValueStore<string, long> store = NewCache(backend);

        for (int step = 0; step < Campaign.Choose(15_000, 60_000); step++)
        {
            switch (random.Next(100))
            {
                case 0: Commit(random, backend, store, step); break;
                case 1 when random.Next(4) == 0: DropCache(store); break;
                default: Operate(random, store, step); break;
            }
        }

        Commit(random, backend, store, step: -1);
        CheckBackend(backend);
    }

    [Fact]
    public void RocksDb_and_a_cache_agree_with_a_sorted_dictionary_over_flushes_restarts_and_crashes()
    {
        Random random = Seed.Fixed();
        string directory = _scratch["state"];
        RocksDbBackend backend = RocksDbBackend.Open(directory, OneStore, _memory);
        KeyValueStore<string, long> store = NewCache(backend);

        for (int step = 0; step < Campaign.Choose(8_000, 30_000); step++)
        {
            switch (random.Next(2000))
            {
                case < 20: Commit(random, backend, store, step); break;
                case < 25: DropCache(store); break;
                case < 30: Flush(backend); break;
                case < 32: backend.Dispose(); Flush(null); Restart(); break;
                case < 35: Crash(); break;
                default: Operate(random, store, step); break;
            }
        }

        Commit(random, backend, store, step: -1);
        CheckBackend(backend);
        backend.Dispose();

        void Restart()
        {
            backend = RocksDbBackend.Open(directory, OneStore, _memory);
            store = NewCache(backend);
            Reset(_committed);
        }

        void Crash()
        {
            string image = _scratch.CrashImage(directory, $"image{_images++}");
            backend.Dispose();
            directory = image;
            _committed = new(_flushed, StringComparer.Ordinal);
            Restart();
            CheckBackend(backend);
        }
    }

    private static KeyValueStore<string, long> NewCache(IStateBackend backend) =>
        new(backend.Store(0), new TextSerde(), new LongSerde());

    private void Operate(Random random, KeyValueStore<string, long> store, int step)
    {
        for (int ahead = random.Next(20); ahead > 15; ahead--)
        {
            store.Expect(random.Next(Keys).ToString(CultureInfo.InvariantCulture));
        }

        if (random.Next(3) == 0) { store.LoadExpected(); }
        string key = random.Next(Keys).ToString(CultureInfo.InvariantCulture);
        int slot = store.Find(key);
        CheckRow(key, store.Row(slot));
        int choice = random.Next(10);
        if (choice < 5)
        {
            store.Put(slot, step, -step);
            _model[key] = (step, -step);
        }
        else if (choice < 7)
        {
            store.Delete(slot, step);
            _model.Remove(key);
        }
    }

    private void CheckRow(string key, StoreRow<long> row)
    {
        StoreRow<long> expected = default;
        if (_model.TryGetValue(key, out (long Value, long TimestampMs) known))
        {
            expected = new StoreRow<long> { Value = known.Value, TimestampMs = known.TimestampMs, Exists = true };
        }

        Assert.Equal(expected, row);
    }

    private void Commit(Random random, IStateBackend backend, KeyValueStore<string, long> store, int step)
    {
        long budgetBytes = random.Next(3) switch { 0 => 0, 1 => 2000, _ => long.MaxValue };
        Commits.Write(backend, 0, store, BitConverter.GetBytes(step), budgetBytes);
        Assert.True(store.Bytes <= budgetBytes);
        _committed = new(_model, StringComparer.Ordinal);
    }

    private void DropCache(KeyValueStore<string, long> store)
    {
        store.Drop();
        Reset(_committed);
    }

    private void Flush(RocksDbBackend? backend)
    {
        backend?.Flush();
        _flushed = new(_committed, StringComparer.Ordinal);
    }

    private void Reset(SortedDictionary<string, (long Value, long TimestampMs)> to)
    {
        _model.Clear();
        foreach ((string key, (long, long) row) in to) { _model.Add(key, row); }
    }

    private void CheckBackend(IStateBackend backend)
    {
        List<(string, long, long)> rows = [];
        using IStateSnapshot snapshot = backend.OpenSnapshot();
        using IRowCursor cursor = snapshot.Scan(0, []);
        while (cursor.MoveNext())
        {
            long value = new LongSerde().Deserialize(cursor.Value);
            rows.Add((Encoding.UTF8.GetString(cursor.Key), value, cursor.TimestampMs));
        }

        Assert.Equal(_committed.Select(row => (row.Key, row.Value.Value, row.Value.TimestampMs)), rows);
    }
}
