using System.Text;

namespace Kappa.StateStores.Tests;

public sealed class DirtyRowsTests
{
    [Theory]
    [InlineData(1), InlineData(50), InlineData(5000)] // Both sorts: compared, and by radix.
    public void Numbers_come_out_in_their_order(int count)
    {
        Random random = Seed.Fixed();
        long[] keys = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];

        List<byte[]> sorted = Collect(keys, new LongSerde());

        Assert.Equal(keys.Order(), sorted.Select(key => new LongSerde().DeserializeSorted(key)));
    }

    [Theory]
    [InlineData("", 3000), InlineData("a-very-long-common-prefix/", 3000), InlineData("\0", 40)]
    public void Keys_come_out_in_the_order_of_their_bytes_whatever_they_have_in_common(string prefix, int count)
    {
        Random random = Seed.Fixed();
        HashSet<string> keys = [prefix];
        while (keys.Count < count) { keys.Add(prefix + RandomText(random)); }

        List<byte[]> sorted = Collect([.. keys], new TextSerde());

        byte[][] expected = [.. keys.Select(Encoding.UTF8.GetBytes)];
        Array.Sort(expected, (left, right) => left.AsSpan().SequenceCompareTo(right));
        Assert.Equal(expected, sorted);
    }

    private static List<byte[]> Collect<TKey>(TKey[] keys, ISerde<TKey> serde)
        where TKey : notnull
    {
        KeyValueStore<TKey, long> store = new(new MemoryBackend(["s"]).Store(0), serde, new LongSerde());
        foreach (TKey key in keys) { store.Put(store.Find(key), 1, 1); }
        DirtyRows rows = store.CollectDirty();
        return [.. Enumerable.Range(0, rows.Count).Select(row => rows.Key(row).ToArray())];
    }

    // Few letters, zero bytes among them: many keys share their first eight bytes or end inside those of others.
    private static string RandomText(Random random)
    {
        StringBuilder text = new();
        int length = random.Next(0, 14);
        for (int index = 0; index < length; index++) { text.Append("\0ab"[random.Next(3)]); }
        return text.ToString();
    }
}
