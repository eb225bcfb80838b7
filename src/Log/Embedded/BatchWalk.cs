namespace Kappa.Logs;

/// <summary>Walks all batches of a segment, those without records too, and checks each of them.</summary>
internal sealed class BatchWalk : IDisposable
{
    private readonly Segment _segment;
    private readonly SegmentChunk _chunk = new();
    private readonly BatchDecompressor _decompressor = new();
    private readonly long _end;
    private int _start;
    private int _total;

    /// <summary>Begins at the start of the segment.</summary>
    public BatchWalk(Segment segment)
        : this(segment, 0, segment.BaseOffset)
    {
    }

    public BatchWalk(Segment segment, long position, long offset)
    {
        _segment = segment;
        _end = segment.CommittedBytes;
        Position = position;
        NextOffset = offset;
    }

    /// <summary>Position of the current batch in the segment file.</summary>
    public long Position { get; private set; }

    /// <summary>Base offset of the current batch.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the next batch begins.</summary>
    public long NextOffset { get; private set; }

    /// <summary>The current batch; valid until the next call.</summary>
    public Span<byte> Batch => _chunk.Buffer.AsSpan(_start, _total);

    /// <summary>Walks the records of the current batch; decompresses them first, where they are compressed.</summary>
    /// <exception cref="KappaException">KAP2205: they are malformed, with file, byte and offset.</exception>
    public RecordWalk Records()
    {
        if (BatchHeader.Codec(Batch) == Codecs.None)
        {
            return new RecordWalk(_chunk.Buffer, _start + BatchHeader.Bytes, _start + _total);
        }

        if (!_decompressor.TryDecompress(_chunk.Buffer, _start, _total, out string? flaw))
        {
            throw LogErrors.MalformedBatch(_segment.Path, Position, Offset, flaw);
        }

        return new RecordWalk(_decompressor.Buffer, 0, _decompressor.Length);
    }

    /// <summary>Bytes of the records of the current batch, decompressed by <see cref="Records"/>.</summary>
    public int RecordBytes =>
        BatchHeader.Codec(Batch) == Codecs.None ? _total - BatchHeader.Bytes : _decompressor.Length;

    /// <summary>Moves to the next batch; false at the committed end.</summary>
    /// <exception cref="KappaException">KAP2201: damage, with file, byte and offset.</exception>
    public bool MoveNext()
    {
        Position += _total;
        _total = 0;
        if (Position >= _end)
        {
            return false;
        }

        Offset = NextOffset;
        Find(BatchHeader.Bytes);
        if (BatchHeader.Flaw(_chunk.Buffer.AsSpan(_start), Offset, _segment.MayHaveGaps) is { } flaw)
        {
            throw LogErrors.Damaged(_segment.Path, Position, Offset, flaw);
        }

        int total = BatchHeader.TotalBytes(_chunk.Buffer.AsSpan(_start));
        Find(total);
        _chunk.Verify(_segment, _start, total, Position, Offset);
        _total = total;
        NextOffset = Offset + BatchHeader.Offsets(Batch);
        return true;
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _decompressor.Dispose();
    }

    private void Find(int bytes)
    {
        if (!_chunk.TryFind(Position, bytes, out _start))
        {
            _chunk.Load(_segment, Position, Offset, bytes);
            _start = 0;
        }
    }
}
