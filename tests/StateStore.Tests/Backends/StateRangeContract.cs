using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>Ranges and many rows at once, as every backend reads them; one class a backend runs it.</summary>
public abstract class StateRangeContract : StateBackendSite
{
    [Theory]
    [InlineData("", "", "a ab b c é")]
    [InlineData("ab", "", "ab b c é")]
    [InlineData("", "c", "a ab b")]
    [InlineData("aa", "bb", "ab b")]
    [InlineData("b", "b", "")]
    [InlineData("c", "a", "")]
    [InlineData("x", "y", "")]
    public void A_range_is_walked_forward_and_backward(string from, string to, string expected)
    {
        using IStateBackend backend = Open();
        Write(backend, "p1", batch =>
        {
            foreach (string key in new[] { "b", "ab", "é", "a", "c", "bx" }) { Put(batch, 0, key, key, 1); }
        });
        Write(backend, "p2", batch => batch.Delete(0, "bx"u8));
        using IStateSnapshot snapshot = backend.OpenSnapshot();
        string[] keys = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        byte[][] bounds = [Encoding.UTF8.GetBytes(from), Encoding.UTF8.GetBytes(to)];

        Assert.Equal(keys, Keys(backend.Store(0).Scan(bounds[0], bounds[1])));
        Assert.Equal(keys.Reverse(), Keys(backend.Store(0).Scan(bounds[0], bounds[1], backward: true)));
        Assert.Equal(keys, Keys(snapshot.Scan(0, bounds[0], bounds[1])));
        Assert.Equal(keys.Reverse(), Keys(snapshot.Scan(0, bounds[0], bounds[1], backward: true)));
    }

    [Fact]
    public void A_range_of_a_store_is_as_of_now_and_that_of_a_snapshot_is_not()
    {
        using IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "a", "1", 1));
        using IStateSnapshot snapshot = backend.OpenSnapshot();
        Write(backend, "p2", batch => Put(batch, 0, "b", "2", 2));

        Assert.Equal(["a", "b"], Keys(backend.Store(0).Scan([], [])));
        Assert.Equal(["a"], Keys(snapshot.Scan(0, [], [], backward: true)));
    }

    [Fact]
    public void Many_rows_are_read_at_once()
    {
        using IStateBackend backend = Open();
        string large = new('x', 100_000);
        Write(backend, "p1", batch =>
        {
            Put(batch, 0, "", "of the empty key", -1);
            Put(batch, 0, "b", "", long.MinValue);
            Put(batch, 0, "c", large, 3);
            Put(batch, 1, "a", "of another store", 4);
        });
        using IStateSnapshot snapshot = backend.OpenSnapshot();
        RowReads rows = new();

        foreach (Action read in new Action[] { () => backend.Store(0).GetMany(rows), () => snapshot.GetMany(0, rows) })
        {
            rows.Clear();
            read(); // Of no rows.
            foreach (string key in new[] { "c", "a", "", "b", "c" }) { rows.Add(Encoding.UTF8.GetBytes(key)); }
            read();

            Assert.Equal(
                [(large, 3L), null, ("of the empty key", -1L), ("", long.MinValue), (large, 3L)],
                Enumerable.Range(0, rows.Count).Select(row => Row(rows, row)));
        }
    }

    [Fact]
    public void Reading_many_rows_allocates_nothing_once_warm()
    {
        using IStateBackend backend = Open();
        Write(backend, "p1", batch => Put(batch, 0, "key", "value", 1));
        IBackendStore store = backend.Store(0);
        RowReads rows = new();

        long allocated = Allocation.Of(() =>
        {
            rows.Clear();
            for (int read = 0; read < 500; read++)
            {
                rows.Add("key"u8);
                rows.Add("none"u8);
            }

            store.GetMany(rows);
        });

        Assert.Equal(0, allocated);
    }

    private static (string Value, long TimestampMs)? Row(RowReads rows, int row) =>
        rows.Exists(row) ? (Encoding.UTF8.GetString(rows.Value(row)), rows.TimestampMs(row)) : null;

    private static List<string> Keys(IRowCursor rows)
    {
        List<string> keys = [];
        using (rows)
        {
            while (rows.MoveNext()) { keys.Add(Encoding.UTF8.GetString(rows.Key)); }
            Assert.False(rows.MoveNext());
        }

        return keys;
    }
}
