using System.Buffers.Text;
using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>Writes the rows of a dump to a worker, one a line with its place (docs/cli.md).</summary>
internal sealed class SentRows : ISnapshotRows
{
    private const int FlushBytes = 256 << 10;
    private const int MostDigits = 20;

    private readonly Stream _output;
    private readonly ISnapshotSource _source;
    private readonly RowBytes _bytes = new();
    private readonly CanonicalRow _row = new();
    private long _count;

    /// <param name="output">Where they go; it stays the caller's.</param>
    /// <param name="types">What columns are, as far as that is known.</param>
    /// <param name="source">Names rows in messages.</param>
    public SentRows(Stream output, IReadOnlyDictionary<string, ColumnType> types, ISnapshotSource source) =>
        (_output, Types, _source) = (output, types, source);

    public IReadOnlyDictionary<string, ColumnType> Types { get; }

    public void Add(long place, ReadOnlySpan<byte> json)
    {
        if (json.ContainsAny((byte)'\n', (byte)'\r'))
        {
            json = OnOneLine(place, json);
        }

        _count++;
        _bytes.Add((byte)'[');
        Add(place);
        _bytes.Add((byte)',');
        _bytes.Add(json);
        _bytes.Add("]\n"u8);
        if (_bytes.Length >= FlushBytes)
        {
            Flush();
        }
    }

    /// <summary>Says that these are all.</summary>
    public void End()
    {
        _bytes.Add("{\"end\":{\"rows\":"u8);
        Add(_count);
        _bytes.Add("}}\n"u8);
    }

    public void Flush()
    {
        _output.Write(_bytes.Written);
        _bytes.Clear();
    }

    private void Add(long number)
    {
        Span<byte> digits = stackalloc byte[MostDigits];
        Utf8Formatter.TryFormat(number, digits, out int length);
        _bytes.Add(digits[..length]);
    }

    /// <summary>A row of several lines is written in its one form, which has one line.</summary>
    private ReadOnlySpan<byte> OnOneLine(long place, ReadOnlySpan<byte> json) =>
        _row.Read(json) is { } reason ? throw SnapshotErrors.BrokenRow(_source, place, reason) : _row.Value;
}
