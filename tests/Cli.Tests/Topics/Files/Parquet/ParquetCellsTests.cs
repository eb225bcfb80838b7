using System.Text;
using Kappa.Snapshots;
using Parquet.Serialization;

namespace Kappa.Cli.Tests;

/// <summary>Rows of plain columns go value by value, and are what they would be by way of JSON.</summary>
public sealed class ParquetCellsTests
{
    [Fact]
    public async Task A_row_that_goes_value_by_value_is_the_row_that_its_line_says()
    {
        Random random = Seed.Random(out int seed);
        using var file = new MemoryStream();
        await ParquetSerializer.SerializeAsync(Enumerable.Range(0, 300).Select(_ => Row(random)), file);

        var lines = new Lines();
        await new ParquetRecords(file).ReadAsync(lines, CancellationToken.None);
        var rows = new Rows();
        await new ParquetRecords(file).ReadAsync(rows, CancellationToken.None);

        Assert.Equal((300, 0), (rows.Found.Count, rows.AsLines));
        Assert.True(lines.Found.SequenceEqual(rows.Found), $"seed {seed}");
    }

    [Fact]
    public async Task A_row_with_a_list_goes_as_a_line()
    {
        using var file = new MemoryStream();
        await ParquetSerializer.SerializeAsync([new Listing { Id = 1, Tags = ["a", "b"] }], file);

        var rows = new Rows();
        await new ParquetRecords(file).ReadAsync(rows, CancellationToken.None);

        Assert.Equal((1, 1), (rows.Found.Count, rows.AsLines));
        Assert.Contains("[\"a\",\"b\"]", rows.Found[0], StringComparison.Ordinal);
    }

    private static Cells Row(Random random)
    {
        double[] doubles =
            [double.NaN, double.PositiveInfinity, -0.0, 1e300, 5e-324, 0.1 + 0.2, random.NextDouble(), 1e21, 123.0];
        string?[] texts = [null, "", "a \"b\"\\\n\u0001", "Zürich ✈ 🛩", "0E0"];
        return new Cells
        {
            Whole = random.Next(2) == 0 ? int.MinValue : random.Next(),
            Long = random.Next(3) == 0 ? null : random.NextInt64(long.MinValue, long.MaxValue),
            Number = doubles[random.Next(doubles.Length)],
            Exact = random.Next(3) == 0 ? null : random.Next(-100_000, 100_000) / 1000m,
            Open = random.Next(2) == 0,
            Text = texts[random.Next(texts.Length)],
            At = DateTime.UnixEpoch.AddMilliseconds(random.NextInt64(2_000_000_000_000)),
        };
    }

    private static string Canonical(ReadOnlySpan<byte> json)
    {
        var row = new CanonicalRow();
        Assert.Null(row.Read(json));
        return Encoding.UTF8.GetString(row.Value);
    }

    private sealed class Listing
    {
        public int Id { get; set; }

        public List<string> Tags { get; set; } = [];
    }

    private sealed class Cells
    {
        public int Whole { get; set; }

        public long? Long { get; set; }

        public double Number { get; set; }

        public decimal? Exact { get; set; }

        public bool Open { get; set; }

        public string? Text { get; set; }

        public DateTime At { get; set; }
    }

    private class Lines : Worker.ILineSink
    {
        public List<string> Found { get; } = [];

        public int AsLines { get; private set; }

        public void Add(long line, ReadOnlySpan<byte> text)
        {
            AsLines++;
            Found.Add(Canonical(text));
        }

        public ValueTask PauseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Rows : Lines, IRowSink
    {
        public void Add(long number, SnapshotRow row)
        {
            Found.Add(Encoding.UTF8.GetString(row.Json));
            row.Clear();
        }
    }
}
