using System.Buffers.Text;
using System.IO.Pipelines;
using Kappa.Snapshots;

namespace Kappa.Worker;

/// <summary>A dump that comes as the body of a request, a row a line with its place (docs/cli.md).</summary>
/// <remarks>
/// A body whose sender has failed ends like one that is whole: the last line says that it is. What is wrong with a row
/// is told when all has come, since who sends reads the answer only then; what follows the row is passed over.
/// </remarks>
internal sealed class RequestRows(PipeReader body) : ISnapshotSource
{
    public async Task ReadAsync(ISnapshotRows rows, CancellationToken cancellationToken)
    {
        var lines = new Lines(rows);
        try
        {
            await LineReader.ReadAsync(body, lines, cancellationToken);
        }
        catch (RecordLineException error)
        {
            throw SnapshotErrors.BrokenBody(error.Line, error.Reason);
        }

        if (lines.Failure is { } failure)
        {
            throw failure;
        }

        if (!lines.HasEnd)
        {
            throw SnapshotErrors.NoEnd(lines.Count);
        }
    }

    public string Describe(long place) => $"row {place}";

    private sealed class Lines(ISnapshotRows rows) : ILineSink
    {
        private static readonly byte[] EndBegins = "{\"end\":{\"rows\":"u8.ToArray();
        private static readonly byte[] EndEnds = "}}"u8.ToArray();

        private long _place = -1;

        public KappaException? Failure { get; private set; }

        public bool HasEnd { get; private set; }

        public long Count { get; private set; }

        public void Add(long line, ReadOnlySpan<byte> text)
        {
            if (Failure is not null)
            {
                return;
            }

            try
            {
                Take(line, text);
            }
            catch (KappaException error)
            {
                Failure = error;
            }
        }

        public ValueTask PauseAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.CompletedTask;
        }

        private void Take(long line, ReadOnlySpan<byte> text)
        {
            if (HasEnd)
            {
                throw SnapshotErrors.BrokenBody(line, "follows the line that ends the dump.");
            }

            if (text[0] == (byte)'{')
            {
                TakeEnd(line, text);
                return;
            }

            if (text[0] != (byte)'[' || text[^1] != (byte)']'
                || !Utf8Parser.TryParse(text[1..], out long place, out int digits)
                || text[1..][digits..] is not [(byte)',', .. var row])
            {
                throw SnapshotErrors.BrokenBody(line, "is no row with its place, such as [1,{\"id\":7}].");
            }

            if (place <= _place)
            {
                throw SnapshotErrors.BrokenBody(line, $"has place {place}, and the row before it {_place}: they grow.");
            }

            _place = place;
            Count++;
            rows.Add(place, row[..^1]);
        }

        private void TakeEnd(long line, ReadOnlySpan<byte> text)
        {
            if (!text.StartsWith(EndBegins) || !text.EndsWith(EndEnds)
                || !Utf8Parser.TryParse(text[EndBegins.Length..], out long count, out int digits)
                || EndBegins.Length + digits + EndEnds.Length != text.Length)
            {
                throw SnapshotErrors.BrokenBody(line, "is neither a row nor the end, such as {\"end\":{\"rows\":1}}.");
            }

            HasEnd = count == Count ? true : throw SnapshotErrors.BrokenBody(
                line, $"says that there are {count:N0} rows, and {Count:N0} have come.");
        }
    }
}
