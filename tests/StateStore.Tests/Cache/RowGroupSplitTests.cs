namespace Kappa.StateStores.Tests;

/// <summary>Where a block of 256 rows is divided: each place of it, before and after commits and evictions.</summary>
public sealed class RowGroupSplitTests
{
    private const int Full = 256; // Rows of a block.
    private const int Apart = 3; // Between two rows are the place right behind the first, and that before the second.

    private static readonly string[] OneStore = ["s"];

    // The ends of a block, and about its middle.
    private static readonly IEnumerable<int> Places =
        [.. Enumerable.Range(-1, 4), .. Enumerable.Range((Full / 2) - 3, 7), .. Enumerable.Range(Full - 2, 3)];

    private readonly SortedDictionary<long, long> _rows = [];

    [Theory]
    [InlineData(false, 1), InlineData(false, 2), InlineData(true, 1), InlineData(true, 2)]
    public void A_row_put_anywhere_into_a_full_block_is_found_and_collected_once(bool isClean, int behind)
    {
        foreach (int at in Places)
        {
            using MemoryBackend backend = new(OneStore);
            RowGroupStore<string, WindowStart, long> store = FullBlock(backend, isClean);

            Put(store, (at * Apart) + behind, at);
            Check(store);
            Put(store, at * Apart, -at); // Its neighbour, which may have moved, or is new.
            Assert.Equal(isClean ? 2 : _rows.Count, store.CollectDirty().Count);
            Write(backend, store, budgetBytes: at % 2 == 0 ? 0 : 6_000);
            Check(store);
        }
    }

    [Fact]
    public void A_row_deleted_beside_the_division_is_gone_and_its_neighbours_are_not()
    {
        foreach (int at in Places.Where(place => place is >= 0 and < Full))
        {
            using MemoryBackend backend = new(OneStore);
            RowGroupStore<string, WindowStart, long> store = FullBlock(backend, isClean: true);
            Put(store, (Full / 2 * Apart) + 1, 1); // It divides.

            store.Delete(store.Find("k", At(at * Apart)), 1);
            _rows.Remove(at * Apart);
            Check(store);
            Write(backend, store, budgetBytes: 0);
            Check(store);
        }
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Stretches_that_are_read_from_any_place_have_all_rows_of_their_range(bool backward)
    {
        using MemoryBackend backend = new(OneStore);
        RowGroupStore<string, WindowStart, long> store = FullBlock(backend, isClean: true);
        for (int row = Full; row < 2 * Full; row++) { Put(store, row * Apart, row); }
        Write(backend, store, budgetBytes: 0);

        for (int first = 0; first < 2 * Full; first += 7)
        {
            int last = Math.Min((2 * Full) - 1, first + (first % 40));
            RowGroupStore<string, WindowStart, long> fresh = NewCache(backend);
            if (first % 3 > 0) { fresh.Find("k", At((first + 5) * Apart)); } // A stretch that is there already.
            CheckRange(fresh, first * Apart, last * Apart, backward);
            CheckRange(fresh, long.MinValue, long.MaxValue, !backward);
        }
    }

    private RowGroupStore<string, WindowStart, long> FullBlock(MemoryBackend backend, bool isClean)
    {
        _rows.Clear();
        RowGroupStore<string, WindowStart, long> store = NewCache(backend);
        for (int row = -Full; row < Full; row++) { Put(store, row * Apart, row); } // A block before it.
        if (isClean) { Write(backend, store, budgetBytes: long.MaxValue); }
        return store;
    }

    private void Put(RowGroupStore<string, WindowStart, long> store, long sub, long value)
    {
        store.Put(store.Find("k", At(sub)), value, value);
        _rows[sub] = value;
    }

    private void Check(RowGroupStore<string, WindowStart, long> store)
    {
        CheckRange(store, long.MinValue, long.MaxValue, backward: false);
        CheckRange(store, long.MinValue, long.MaxValue, backward: true);
        for (long sub = -Apart; sub <= (Full + 1) * Apart; sub++)
        {
            StoreRow<long> row = store.Row(store.Find("k", At(sub)));
            Assert.Equal(_rows.ContainsKey(sub), row.Exists);
            Assert.Equal(_rows.GetValueOrDefault(sub), row.Value);
        }
    }

    private void CheckRange(RowGroupStore<string, WindowStart, long> store, long from, long to, bool backward)
    {
        List<(long, long)> found = [];
        RowRange<string, WindowStart, long> range = store.Range("k", At(from), At(to), backward);
        while (range.MoveNext()) { found.Add((range.Current.Sub.Ms, store.Row(range.Current).Value)); }
        IEnumerable<(long, long)> expected =
            _rows.Where(row => row.Key >= from && row.Key <= to).Select(row => (row.Key, row.Value));
        Assert.Equal(backward ? expected.Reverse() : expected, found);
    }

    private static void Write(
        MemoryBackend backend, RowGroupStore<string, WindowStart, long> store, long budgetBytes) =>
        Commits.Write(backend, 0, store, [1], budgetBytes);

    private static WindowStart At(long time) => new(time);

    private static RowGroupStore<string, WindowStart, long> NewCache(MemoryBackend backend) =>
        new(backend.Store(0), Serdes.String, Serdes.Int64);
}
