using System.Text;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>JSON is an array of rows or a row a line, read a piece at a time.</summary>
public sealed class JsonRecordsTests
{
    [Theory]
    [InlineData("""[{"a":1},{"a":[2,{"b":3}]}]""", "row")]
    [InlineData("\ufeff \n[ {\"a\":1}\n, {\"a\":[2,{\"b\":3}]} ]\n", "row")]
    [InlineData("{\"a\":1}\n\n{\"a\":[2,{\"b\":3}]}", "line")]
    [InlineData("\ufeff{\"a\":1}\r\n{\"a\":[2,{\"b\":3}]}\r\n", "line")]
    public async Task An_array_and_lines_give_the_same_rows_however_small_the_pieces_are(string json, string unit)
    {
        foreach (int pieceBytes in (int[])[1, 2, 7, 1_000])
        {
            var rows = new Rows();
            var records = new JsonRecords(new PieceStream(Encoding.UTF8.GetBytes(json), pieceBytes));

            await records.ReadAsync(rows, CancellationToken.None);

            Assert.Equal(["""{"a":1}""", """{"a":[2,{"b":3}]}"""], rows.Texts);
            Assert.Equal(unit, records.Unit);
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task No_rows_are_none(string json)
    {
        var rows = new Rows();

        await new JsonRecords(new PieceStream(Encoding.UTF8.GetBytes(json), 1)).ReadAsync(rows, CancellationToken.None);

        Assert.Empty(rows.Texts);
    }

    [Theory]
    [InlineData("""[{"a":1},{"a":2""", 2)]
    [InlineData("""[{"a":1},{"a":2}""", 3)]
    [InlineData("""[{"a":1},""", 2)]
    [InlineData("[", 1)]
    [InlineData("""[{"a":1},7]""", 2)]
    [InlineData("""[{"a":1}] [""", 2)]
    [InlineData("""[{"a":1} {"a":2}]""", 2)]
    public async Task An_array_that_is_cut_off_or_broken_is_an_error_with_its_row(string json, long row)
    {
        foreach (int pieceBytes in (int[])[1, 1_000])
        {
            var records = new JsonRecords(new PieceStream(Encoding.UTF8.GetBytes(json), pieceBytes));

            RecordLineException error = await Assert.ThrowsAsync<RecordLineException>(
                () => records.ReadAsync(new Rows(), CancellationToken.None));

            Assert.Equal(row, error.Line);
        }
    }

    private sealed class Rows : ILineSink
    {
        public List<string> Texts { get; } = [];

        public void Add(long line, ReadOnlySpan<byte> text) => Texts.Add(Encoding.UTF8.GetString(text));

        public ValueTask PauseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class PieceStream(byte[] bytes, int pieceBytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceBytes)], cancellationToken);
    }
}
