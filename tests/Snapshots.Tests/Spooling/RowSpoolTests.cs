using System.Text;

namespace Kappa.Snapshots.Tests;

public sealed class RowSpoolTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Files => Path.Combine(_scratch.Path, "spool");

    [Theory]
    [InlineData(200)] // A file for every few rows.
    [InlineData(1 << 20)] // No file.
    public void Rows_come_in_the_order_of_their_keys_and_of_the_dump_however_little_memory_there_is(int memoryBytes)
    {
        Random random = Seed.Fixed();
        List<(string Key, long Place)> rows = [.. Enumerable.Range(0, 500)
            .Select(place => (new string('k', random.Next(12)) + random.Next(40), (long)place))];
        using var spool = new RowSpool(Files, memoryBytes);

        rows.ForEach(row => spool.Add(Bytes(row.Key), Bytes($"value {row.Place}"), row.Place));

        var expected = rows.OrderBy(row => row.Key, StringComparer.Ordinal).ThenBy(row => row.Place)
            .Select(row => (row.Key, $"value {row.Place}", row.Place)).ToList();
        Assert.Equal(expected, Read(spool));
        Assert.Equal(expected, Read(spool)); // A second walk, for a second attempt.
        Assert.Equal(memoryBytes < 1000, spool.Runs > 10);
    }

    [Fact]
    public void A_row_that_is_larger_than_the_memory_goes_through()
    {
        string large = new('x', 5_000_000);
        using var spool = new RowSpool(Files, memoryBytes: 100);

        spool.Add(Bytes("b"), Bytes("1"), 1);
        spool.Add(Bytes("a"), Bytes(large), 2);
        spool.Add(Bytes("c"), Bytes("3"), 3);

        Assert.Equal([("a", large, 2), ("b", "1", 1), ("c", "3", 3)], Read(spool));
    }

    [Fact]
    public void What_an_earlier_run_has_left_is_deleted_and_nothing_stays()
    {
        Directory.CreateDirectory(Files);
        File.WriteAllText(Path.Combine(Files, "000000.run"), "left by a kill");

        using (var spool = new RowSpool(Files, memoryBytes: 1))
        {
            spool.Add(Bytes("a"), [], 1);
            spool.Add(Bytes("b"), [], 2);

            Assert.Equal([("a", "", 1), ("b", "", 2)], Read(spool));
        }

        Assert.False(Directory.Exists(Files));
    }

    [Fact]
    public void A_run_that_cannot_be_written_is_told_with_its_file_at_the_latest_when_rows_are_read()
    {
        File.WriteAllText(Files, "no folder"); // The run is written beside the rows that still come.
        using var spool = new RowSpool(Files, memoryBytes: 4);

        KappaException error = Assert.Throws<KappaException>(() =>
        {
            spool.Add(Bytes("a"), Bytes("1"), 1);
            spool.Add(Bytes("b"), Bytes("2"), 2);
            using ISortedRows rows = spool.Open();
        });

        Assert.Equal("KAP8011", error.Code);
        Assert.Contains(Path.Combine(Files, "000000.run"), error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private static List<(string Key, string Value, long Place)> Read(RowSpool spool)
    {
        List<(string, string, long)> found = [];
        using ISortedRows rows = spool.Open();
        while (rows.MoveNext())
        {
            found.Add((Encoding.UTF8.GetString(rows.Key), Encoding.UTF8.GetString(rows.Value), rows.Place));
        }

        return found;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
