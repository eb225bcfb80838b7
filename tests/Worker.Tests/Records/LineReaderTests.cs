using System.IO.Pipelines;
using System.Text;

namespace Kappa.Worker.Tests;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Lines_are_the_same_in_whatever_pieces_they_come(int piece)
    {
        var sink = new Sink();

        await LineReader.ReadAsync(Pieces("\ufeffone\r\n\n \t\ntwo and more\n\u4e2d\nlast", piece), sink, Token);

        Assert.Equal([(1, "one"), (4, "two and more"), (5, "\u4e2d"), (6, "last")], sink.Lines);
    }

    [Fact]
    public async Task A_long_line_in_many_pieces_is_not_searched_again_for_each_of_them()
    {
        const int Piece = 1_024;
        string text = new('x', 200 * Piece);
        var sink = new Sink();
        var input = new WatchedReader(Pieces(text + "\nlast", Piece));

        await LineReader.ReadAsync(input, sink, Token);

        Assert.Equal([(1, text), (2, "last")], sink.Lines);
        Assert.InRange(input.Most, 1, Piece);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static PipeReader Pieces(string text, int piece) => PipeReader.Create(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), new StreamPipeReaderOptions(
            pool: null, bufferSize: piece, minimumReadSize: piece));

    private sealed class Sink : ILineSink
    {
        public List<(long Line, string Text)> Lines { get; } = [];

        public void Add(long line, ReadOnlySpan<byte> text) => Lines.Add((line, Encoding.UTF8.GetString(text)));

        public ValueTask PauseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Knows how much at most it has handed out at once.</summary>
    private sealed class WatchedReader(PipeReader inner) : PipeReader
    {
        public long Most { get; private set; }

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            ReadResult read = await inner.ReadAsync(cancellationToken);
            Most = Math.Max(Most, read.Buffer.Length);
            return read;
        }

        public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
            inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
