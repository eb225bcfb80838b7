using System.Buffers;
using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>Keys are one where their bytes are, in the cache as below, for every type that has a serde.</summary>
public sealed class KeyIdentityTests : IDisposable
{
    private static readonly string[] OneStore = ["s"];

    private readonly ScratchDirectory _scratch = new();
    private readonly StateMemory _memory = new(new StateOptions());

    public static TheoryData<string> Types => [.. KeySamples.Types];

    public void Dispose()
    {
        _memory.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Rows_are_those_of_a_model_by_bytes_over_commits_evictions_and_drops(string type) =>
        KeySamples.Run(type, new AgainstAModel(Seed.Fixed()));

    [Theory]
    [InlineData("decimal")]
    [InlineData("record")]
    public void Rows_of_keys_that_are_equal_with_other_bytes_survive_a_restart(string type) =>
        KeySamples.Run(type, new OverARestart(_scratch["state"], _memory));

    [Fact]
    public void Keys_that_are_not_equal_are_one_row_where_their_bytes_are_one()
    {
        using MemoryBackend backend = new(OneStore);
        KeyValueStore<int[], long> store = new(backend.Store(0), Serdes.Json<int[]>(), Serdes.Int64);

        store.Put(store.Find([1, 2]), 12, 1);

        Assert.Equal(12, store.Row(store.Find([1, 2])).Value);
        Assert.Equal(1, store.CollectDirty().Count);
    }

    [Fact]
    public void Finding_by_bytes_and_committing_allocate_nothing_once_warm()
    {
        using MemoryBackend backend = new(OneStore);
        KeyValueStore<decimal, long> store = new(backend.Store(0), Serdes.Json<decimal>(), Serdes.Int64);

        long allocated = Allocation.Of(() =>
        {
            for (int key = 0; key < 2000; key++)
            {
                int slot = store.Find(new decimal(key, 0, 0, false, 2));
                store.Put(slot, store.Row(slot).Value + 1, key);
            }

            store.CollectDirty();
            store.Committed(long.MaxValue);
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Bytes_of_keys_count_towards_the_budget()
    {
        using MemoryBackend backend = new(OneStore);
        KeyValueStore<byte[], long> store = new(backend.Store(0), Serdes.Bytes, Serdes.Int64);

        for (byte key = 0; key < 10; key++) { store.Put(store.Find([key, .. new byte[100_000]]), key, 1); }
        store.CollectDirty();
        long before = store.Bytes;
        store.Committed(500_000);

        Assert.InRange(before, 1_000_000, 1_100_000);
        Assert.InRange(store.Bytes, 100_000, 500_000);
    }

    private static string Hex<TKey>(ISerde<TKey> serde, TKey key)
    {
        var writer = new ArrayBufferWriter<byte>();
        serde.Serialize(key, writer);
        return Convert.ToHexString(writer.WrittenSpan);
    }

    private sealed class AgainstAModel(Random random) : IKeyTest
    {
        private const int Steps = 2_000;

        private readonly byte[] _position = Encoding.UTF8.GetBytes("p");

        public void Run<TKey>(ISerde<TKey> serde, TKey[] keys)
            where TKey : notnull
        {
            using MemoryBackend backend = new(OneStore);
            KeyValueStore<TKey, long> store = new(backend.Store(0), serde, Serdes.Int64);
            Dictionary<string, long> model = [], committed = [];
            for (int step = 1; step <= Steps; step++)
            {
                int choice = random.Next(40);
                if (choice == 0)
                {
                    store.Drop();
                    model = new(committed);
                }
                else if (choice < 4)
                {
                    Commits.Write(backend, 0, store, _position, budgetBytes: random.Next(2) * 300);
                    committed = new(model);
                }
                else
                {
                    Change(store, serde, keys[random.Next(keys.Length)], step, model);
                }
            }
        }

        private void Change<TKey>(
            KeyValueStore<TKey, long> store, ISerde<TKey> serde, TKey key, int step, Dictionary<string, long> model)
            where TKey : notnull
        {
            int slot = store.Find(key);
            string hex = Hex(serde, key);
            Assert.Equal(model.GetValueOrDefault(hex), store.Row(slot).Value);
            if (random.Next(4) == 0)
            {
                store.Delete(slot, step);
                model.Remove(hex);
            }
            else
            {
                store.Put(slot, step, step);
                model[hex] = step;
            }
        }
    }

    private sealed class OverARestart(string directory, StateMemory memory) : IKeyTest
    {
        public void Run<TKey>(ISerde<TKey> serde, TKey[] keys)
            where TKey : notnull
        {
            string[] before;
            using (RocksDbBackend backend = RocksDbBackend.Open(directory, OneStore, memory))
            {
                KeyValueStore<TKey, long> store = new(backend.Store(0), serde, Serdes.Int64);
                foreach (TKey key in keys) { store.Put(store.Find(key), store.Row(store.Find(key)).Value + 1, 1); }
                before = [.. keys.Select(key => $"{Hex(serde, key)} {store.Row(store.Find(key)).Value}")];
                Commits.Write(backend, 0, store, [1], long.MaxValue);
                backend.Flush();
            }

            using RocksDbBackend opened = RocksDbBackend.Open(directory, OneStore, memory);
            KeyValueStore<TKey, long> again = new(opened.Store(0), serde, Serdes.Int64);

            Assert.Equal(before, keys.Select(key => $"{Hex(serde, key)} {again.Row(again.Find(key)).Value}"));
        }
    }
}
