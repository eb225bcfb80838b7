namespace Kappa.Snapshots.Tests;

public sealed class RowIndexTests : IDisposable
{
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
                index.Remove(key);
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
                index.Put(key, expected[key]);
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
            index.Put(5000, 1); // A kill comes between this and the seal.
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
            int at = round % 2 == 0 ? random.Next(96) : random.Next(IndexHeader.Bytes, whole.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(File, damaged);

            Assert.True(RowIndex.Open(File, Position) is null, $"seed {seed}, byte {at}");
        }

        System.IO.File.WriteAllBytes(File, whole[..^1]);
        Assert.Null(RowIndex.Open(File, Position));
        System.IO.File.WriteAllBytes(File, []);
        Assert.Null(RowIndex.Open(File, Position));
    }

    public void Dispose() => _scratch.Dispose();

    private void Make(byte[] position)
    {
        using var index = RowIndex.Create(File);
        for (int row = 1; row <= 1000; row++)
        {
            index.Put(RowHash.OfKey(BitConverter.GetBytes(row)), (UInt128)row << 64);
        }

        index.Seal(position);
    }
}
