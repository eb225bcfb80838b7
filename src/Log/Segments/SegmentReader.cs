using System.Buffers;

namespace Kappa.Logs;

/// <summary>Walks the batches of one segment file, of Kappa or of a Kafka broker, and checks each of them.</summary>
/// <remarks>
/// One thread. It reads up to the length that the file had at first and changes nothing. Damage is reported, not
/// thrown:
/// after a batch that is damaged in itself the walk goes on; where the next one cannot be found it ends.
/// <code>
/// using SegmentReader reader = directory.OpenSegment(segment);
/// while (reader.MoveNext()) { /* reader.Batch, reader.Damage, reader.Records() */ }
/// if (reader.Damage is { } damage) { /* the walk ended before the end of the file */ }
/// </code>
/// </remarks>
public sealed class SegmentReader : IDisposable
{
    private const int ChunkBytes = (512 << 10) - RecordBatch.Slack;
    private const byte Magic = 2;

    private readonly IFile _file;
    private readonly long _end;
    private readonly BatchDecompressor _decompressor = new();
    private byte[] _chunk = [];
    private int _chunkLength;
    private long _chunkStart;
    private int _start; // Of the batch in the chunk.
    private long _position; // Of the next batch in the file.

    internal SegmentReader(IFile file, long baseOffset)
    {
        _file = file;
        _end = file.Length;
        NextOffset = baseOffset;
    }

    /// <summary>The current batch.</summary>
    public SegmentBatch Batch { get; private set; }

    /// <summary>What is wrong with the current batch; after the end, why the walk ended before the file does.</summary>
    /// <value>Null where all is well.</value>
    public SegmentDamage? Damage { get; private set; }

    /// <summary>The lowest offset that the next batch may begin at.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Moves to the next batch.</summary>
    /// <returns>False at the end of the file, and where damage hides where the next batch begins.</returns>
    public bool MoveNext()
    {
        Damage = null;
        if (_position >= _end)
        {
            return false;
        }

        if (!TryLoad(BatchHeader.Bytes))
        {
            return Stop($"the file ends there, in the header of a batch: {_end - _position:N0} bytes are left");
        }

        if (_chunk[_start + 16] != Magic)
        {
            return Stop(IsZero() ? "only zeros follow" : $"the magic byte is {_chunk[_start + 16]}, not {Magic}");
        }

        int total = BatchHeader.TotalBytes(_chunk.AsSpan(_start));
        if (total < 0 || !TryLoad(total))
        {
            return Stop("its length does not fit into the file");
        }

        Batch = SegmentBatch.Read(_chunk.AsSpan(_start, total), _position);
        Damage = Flaw() is { } flaw ? new SegmentDamage(_file.Path, _position, Batch.BaseOffset, flaw) : null;
        NextOffset = Math.Max(NextOffset, Batch.LastOffset + 1);
        _position += total;
        return true;
    }

    /// <summary>Walks the records of the current batch, decompressed where they are compressed.</summary>
    /// <param name="fromOffset">Records before it are passed over.</param>
    /// <returns>The records; valid until the next call on this reader.</returns>
    /// <exception cref="KappaException">
    /// KAP2201 (exit 74): the batch is damaged. KAP2205 (exit 74): its records cannot be decompressed.
    /// </exception>
    public SegmentRecords Records(long fromOffset = 0)
    {
        if (Damage is not null)
        {
            throw Damage.ToError();
        }

        int start = _start + BatchHeader.Bytes;
        ReadOnlySpan<byte> records = _chunk.AsSpan(start, Batch.Bytes - BatchHeader.Bytes);
        if (BatchHeader.Codec(_chunk.AsSpan(_start)) != Codecs.None && Batch.Records > 0)
        {
            if (!_decompressor.TryDecompress(_chunk, _start, Batch.Bytes, out string? flaw))
            {
                throw LogErrors.MalformedBatch(_file.Path, Batch.Position, Batch.BaseOffset, flaw);
            }

            records = _decompressor.Buffer.AsSpan(0, _decompressor.Length);
        }

        return new SegmentRecords(_file.Path, Batch, records, fromOffset);
    }

    /// <summary>Walks all records of the current batch, to find out whether they are well formed.</summary>
    /// <returns>What is wrong with the batch or a record of it, or null; nothing is thrown.</returns>
    public KappaException? CheckRecords()
    {
        try
        {
            SegmentRecords records = Records();
            while (records.MoveNext())
            {
                // Moving on is what checks.
            }

            return null;
        }
        catch (KappaException error) when (error.ExitCode == ExitCodes.DiskFailure)
        {
            return error;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _decompressor.Dispose();
        if (_chunk.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_chunk);
            _chunk = [];
            _chunkLength = 0;
        }
    }

    private string? Flaw()
    {
        long offsets = Batch.LastOffset - Batch.BaseOffset + 1;
        return !Batch.IsChecksumRight ? "the batch does not match its checksum"
            : Batch.BaseOffset < NextOffset ? $"it begins at offset {Batch.BaseOffset}, not at {NextOffset} or later"
            : Batch.Records < 0 || offsets < Math.Max(Batch.Records, 1) || Batch.LastOffset < Batch.BaseOffset
                ? "record count and last offset delta do not fit together"
            : null;
    }

    private bool Stop(string what)
    {
        Damage = new SegmentDamage(_file.Path, _position, NextOffset, what);
        Batch = default;
        _position = _end;
        return false;
    }

    /// <summary>Gets so many bytes at the position into the chunk.</summary>
    private bool TryLoad(int bytes)
    {
        if (bytes > _end - _position)
        {
            return false;
        }

        if (_position < _chunkStart || _position + bytes > _chunkStart + _chunkLength)
        {
            int wanted = (int)Math.Min(_end - _position, Math.Max(bytes, ChunkBytes));
            if (wanted + RecordBatch.Slack > _chunk.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(wanted + RecordBatch.Slack);
                ArrayPool<byte>.Shared.Return(_chunk);
                _chunk = larger;
            }

            _chunkStart = _position;
            _chunkLength = _file.Read(_chunk.AsSpan(0, wanted), _position);
        }

        _start = (int)(_position - _chunkStart);
        return _chunkLength - _start >= bytes; // Else the file was cut meanwhile.
    }

    private bool IsZero()
    {
        long left = _end - _position;
        return left <= _chunkLength - _start && !_chunk.AsSpan(_start, (int)left).ContainsAnyExcept((byte)0);
    }
}
