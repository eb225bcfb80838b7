using System.Text;

namespace Kappa.Snapshots.Tests;

public sealed class RowIndexTests : IDisposable
{
    private const int HeaderBytes = 112; // Behind them nothing counts until the slots.

    private static readonly byte[] Position = [1, 2, 3];

    private readonly ScratchDirectory _scratch = new();

    private string File => Path.Combine(_scratch.Path, "image.index");

    [Fact]
    public void An_index_has_what_was_put_and_not_removed_however_often_it_grows()
    {
        Random random = Seed.Random(out int seed);
        Dictionary<UInt128, UInt128> expected = [];
        Dictionary<UInt128, long> met = [];
        using var index = RowIndex.Create(File);
        index.BeginDump();
        for (int step = 0; step < 20_000; step++)
        {
            // Hashes that begin alike collide, and go around the end of the table.
            UInt128 key = new(ulong.MaxValue - (ulong)(random.Next(1500) / 5), (ulong)random.Next(3) + 1);
            if (random.Next(3) == 0)
            {
                index.Remove(key, Name(key));
                expected.Remove(key);
                met.Remove(key);
            }
            else if (random.Next(3) == 0)
            {
                bool isSame = index.Meet(key, 7, step);
                Assert.True(isSame == (expected.GetValueOrDefault(key) == 7 && !met.ContainsKey(key)), $"seed {seed}");
                if (expected.TryGetValue(key, out UInt128 row))
                {
                    met.TryAdd(key, row == 7 ? step : -1);
                }
            }
            else if (!met.ContainsKey(key))
            {
                expected[key] = (UInt128)random.Next(6, 8);
                index.Put(key, expected[key], Name(key));
            }
        }

        Assert.Equal(expected.Count, index.Count);
        Assert.Equal(expected.Count - met.Count, index.Unmet);
        Assert.Equal(expected.Values.Aggregate(UInt128.Zero, (sum, row) => sum + row), index.Digest);
        Assert.All(expected, row =>
        {
            Assert.True(index.TryFind(row.Key, out UInt128 found, out long place), $"seed {seed}");
            Assert.Equal((row.Value, met.GetValueOrDefault(row.Key, -1)), (found, place));
        });
    }

    [Fact]
    public void An_index_is_found_again_where_the_image_stands_where_it_stood()
    {
        Make(Position);

        using RowIndex? same = RowIndex.Open(File, Position);

        Assert.Equal(1000, same?.Count);
        Assert.Null(RowIndex.Open(File, [1, 2, 4]));
    }

    [Fact]
    public void An_index_that_was_changed_and_not_sealed_is_not_taken()
    {
        Make(Position);
        using (RowIndex index = RowIndex.Open(File, Position)!)
        {
            index.Put(5000, 1, "k"u8); // A kill comes between this and the seal.
        }

        Assert.Null(RowIndex.Open(File, Position));
    }

    [Fact]
    public void An_index_with_a_bit_that_turned_is_not_taken()
    {
        Random random = Seed.Random(out int seed);
        Make(Position);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. whole];
            int at = round % 2 == 0 ? random.Next(HeaderBytes) : random.Next(IndexHeader.Bytes, whole.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(File, damaged);

            Assert.True(RowIndex.Open(File, Position) is null, $"seed {seed}, byte {at}");
        }

        System.IO.File.WriteAllBytes(File, whole[..^1]);
        Assert.Null(RowIndex.Open(File, Position));
        System.IO.File.WriteAllBytes(File, []);
        Assert.Null(RowIndex.Open(File, Position));
    }

    [Fact]
    public void The_rows_that_did_not_come_are_named_after_any_puts_and_removals()
    {
        Random random = Seed.Random(out int seed);
        HashSet<int> rows = [];
        using var index = RowIndex.Create(File);
        for (int step = 0; step < 3000; step++)
        {
            int row = random.Next(400);
            byte[] key = KeyOf(row);
            if (rows.Remove(row))
            {
                index.Remove(RowHash.OfKey(key), key);
            }
            else
            {
                rows.Add(row);
                index.Put(RowHash.OfKey(key), 1, key);
            }
        }

        index.BeginDump();
        foreach (int row in rows.Where(row => row % 3 > 0).ToArray())
        {
            index.Meet(RowHash.OfKey(KeyOf(row)), (UInt128)random.Next(2), row);
            rows.Remove(row);
        }

        var unmet = new SpoolBuffer();
        Assert.True(index.TryListUnmet(unmet), $"seed {seed}");
        Assert.Equal(rows.Select(row => $"{row}").Order(StringComparer.Ordinal), KeysOf(unmet));
    }

    [Fact]
    public void Keys_that_are_damaged_name_no_row_and_are_made_anew()
    {
        Random random = Seed.Random(out int seed);
        string path = $"{File}.keys";
        for (int round = 0; round < 20; round++)
        {
            Make(Position);
            byte[] keys = System.IO.File.ReadAllBytes(path);
            keys[random.Next(keys.Length)] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(path, keys);
            using (RowIndex index = RowIndex.Open(File, Position)!)
            {
                index.BeginDump();
                Assert.False(index.TryListUnmet(new SpoolBuffer()), $"seed {seed}");
                index.Seal(Position);
            }

            Assert.Null(RowIndex.Open(File, Position));
        }
    }

    [Fact]
    public void An_index_whose_keys_are_cut_off_or_missing_is_not_taken()
    {
        Make(Position);
        string path = $"{File}.keys";
        byte[] keys = System.IO.File.ReadAllBytes(path);

        System.IO.File.WriteAllBytes(path, keys[..^1]);
        Assert.Null(RowIndex.Open(File, Position));
        System.IO.File.Delete(path);
        Assert.Null(RowIndex.Open(File, Position));
        System.IO.File.WriteAllBytes(path, [.. keys, 1, 2, 3]); // A kill comes before the seal.
        using RowIndex? index = RowIndex.Open(File, Position);
        Assert.NotNull(index);
        Assert.Equal(keys.Length, new FileInfo(path).Length);
    }

    [Fact]
    public void An_index_whose_keys_come_and_go_is_made_anew_before_they_take_much()
    {
        byte[] key = new byte[100_000];
        using (var index = RowIndex.Create(File))
        {
            for (int round = 0; round < 12; round++)
            {
                index.Put(7, 1, key);
                index.Remove(7, key);
            }

            index.Seal(Position);
        }

        Assert.Null(RowIndex.Open(File, Position));
    }

    public void Dispose() => _scratch.Dispose();

    private static byte[] Name(UInt128 key) => BitConverter.GetBytes((ulong)key);

    private static byte[] KeyOf(int row) => Encoding.UTF8.GetBytes($"{row}");

    private static List<string> KeysOf(SpoolBuffer keys)
    {
        List<string> found = [];
        for (MemoryRows rows = keys.Sorted(); rows.MoveNext();)
        {
            found.Add(Encoding.UTF8.GetString(rows.Key));
        }

        return found;
    }

    private void Make(byte[] position)
    {
        using var index = RowIndex.Create(File);
        for (int row = 1; row <= 1000; row++)
        {
            byte[] key = BitConverter.GetBytes(row);
            index.Put(RowHash.OfKey(key), (UInt128)row << 64, key);
        }

        index.Seal(position);
    }
}
