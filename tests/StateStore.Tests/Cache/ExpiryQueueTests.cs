using System.Buffers.Binary;

namespace Kappa.StateStores.Tests;

/// <summary>The queue against a sorted set, under random additions, removals, commits and drops.</summary>
public sealed class ExpiryQueueTests : IDisposable
{
    private const int Times = 40;

    private static readonly string[] OneStore = ["s"];
    private static readonly byte[][] Keys = [[], [0], [0, 0], [1], [255], [1, 2, 3], new byte[100], new byte[300]];

    private readonly ScratchDirectory _scratch = new();
    private readonly StateMemory _memory = new(new StateOptions());
    private readonly SortedSet<(long TimeMs, string Key)> _model = new(InOrder);
    private SortedSet<(long TimeMs, string Key)> _committed = new(InOrder);

    private static Comparer<(long TimeMs, string Key)> InOrder { get; } = Comparer<(long TimeMs, string Key)>.Create(
        (x, y) => x.TimeMs != y.TimeMs ? x.TimeMs.CompareTo(y.TimeMs) : string.CompareOrdinal(x.Key, y.Key));

    public void Dispose()
    {
        _memory.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void The_queue_in_memory_agrees_with_a_sorted_set()
    {
        using MemoryBackend backend = new(OneStore);
        Run(backend, Campaign.Choose(20_000, 200_000), commitEvery: 50);
    }

    [Fact]
    public void The_queue_in_RocksDb_agrees_with_a_sorted_set()
    {
        using RocksDbBackend backend = RocksDbBackend.Open(_scratch["state"], OneStore, _memory);
        Run(backend, Campaign.Choose(8_000, 80_000), commitEvery: 200);
    }

    [Fact]
    public void Entries_of_many_blocks_come_in_order()
    {
        Random random = Seed.Random(out _);
        using MemoryBackend backend = new(OneStore);
        ExpiryQueue queue = new(backend.Store(0));
        int[] times = [.. Enumerable.Range(0, 5_000)];
        random.Shuffle(times);
        byte[] key = new byte[4];
        foreach (int time in times)
        {
            BinaryPrimitives.WriteInt32BigEndian(key, time);
            queue.Add(time / 10, key);
        }

        for (int expected = 0; expected < 5_000; expected++)
        {
            Assert.True(queue.TryFirst(expected / 10, out ReadOnlySpan<byte> first));
            Assert.Equal(expected, BinaryPrimitives.ReadInt32BigEndian(first));
            queue.RemoveFirst();
        }

        Assert.False(queue.TryFirst(long.MaxValue - 1, out _));
    }

    [Fact]
    public void Adding_and_expiring_allocate_nothing_once_warm()
    {
        using MemoryBackend backend = new(OneStore);
        ExpiryQueue queue = new(backend.Store(0));
        byte[] key = new byte[16];
        long time = 0;

        long allocated = Allocation.Of(() =>
        {
            for (int entry = 0; entry < 2_000; entry++)
            {
                BinaryPrimitives.WriteInt64BigEndian(key, time);
                queue.Add(time++, key);
                while (queue.TryFirst(time - 1_000, out _)) { queue.RemoveFirst(); }
            }

            queue.Drop();
        });

        Assert.InRange(allocated, 0, 100); // A cursor of what is below.
    }

    private void Run(IStateBackend backend, int steps, int commitEvery)
    {
        Random random = Seed.Random(out _);
        ExpiryQueue queue = new(backend.Store(0));
        for (int step = 0; step < steps; step++)
        {
            if (random.Next(commitEvery) == 0) { Commit(backend, queue); }
            else if (random.Next(20 * commitEvery) == 0) { Drop(queue); }
            else { Operate(random, queue); }
        }

        Walk(queue, long.MinValue, long.MaxValue);
    }

    private void Operate(Random random, ExpiryQueue queue)
    {
        long time = Time(random);
        byte[] key = Keys[random.Next(Keys.Length)];
        switch (random.Next(8))
        {
            case < 4: Toggle(queue, time, key); break;
            case 4: Walk(queue, time, Time(random)); break;
            default: Expire(queue, time, random.Next(6)); break;
        }
    }

    private void Toggle(ExpiryQueue queue, long time, byte[] key)
    {
        (long, string) entry = (time, Convert.ToHexString(key));
        if (_model.Remove(entry)) { queue.Remove(time, key); }
        else
        {
            _model.Add(entry);
            queue.Add(time, key);
        }
    }

    private void Expire(ExpiryQueue queue, long dueMs, int most)
    {
        for (int expired = 0; expired < most && queue.TryFirst(dueMs, out ReadOnlySpan<byte> key); expired++)
        {
            Assert.Equal(_model.Min.Key, Convert.ToHexString(key));
            _model.Remove(_model.Min);
            queue.RemoveFirst();
        }

        bool isDue = _model.Count > 0 && _model.Min.TimeMs <= dueMs;
        Assert.Equal(isDue, queue.TryFirst(dueMs, out _));
    }

    private void Walk(ExpiryQueue queue, long afterMs, long toMs)
    {
        List<string> walked = [];
        using ExpiryWalk walk = queue.Walk(afterMs, toMs);
        while (walk.MoveNext()) { walked.Add(Convert.ToHexString(walk.Key)); }
        Assert.Equal(_model.Where(entry => entry.TimeMs > afterMs && entry.TimeMs <= toMs).Select(e => e.Key), walked);
    }

    private void Commit(IStateBackend backend, ExpiryQueue queue)
    {
        StateBatch batch = backend.BeginBatch();
        queue.Collect(batch, 0);
        backend.Write(batch, [1]);
        queue.Committed();
        _committed = new(_model, InOrder);
    }

    private void Drop(ExpiryQueue queue)
    {
        queue.Drop();
        _model.Clear();
        _model.UnionWith(_committed);
    }

    private static long Time(Random random) => random.Next(50) switch
    {
        0 => long.MinValue + 1,
        1 => long.MaxValue - 1,
        _ => random.Next(Times) - 5,
    };
}
