namespace Kappa.Logs;

/// <summary>What compaction leaves of a segment, on its way to a file beside it.</summary>
/// <remarks>
/// Offsets stay dense: those that are emptied become a batch without records. As long as nothing has changed nothing
/// is written; then the part before the change is copied.
/// </remarks>
internal sealed class CompactedSegment(LogContext context, CommitQueue commits, Segment source) : IDisposable
{
    private const int BufferBytes = 256 << 10;

    private readonly byte[] _filler = new byte[BatchHeader.Bytes];
    private byte[] _buffer = [];
    private int _buffered;
    private IFile? _file;
    private long _length; // In the buffer too; of the source as long as nothing has changed.
    private long _gapStart = -1;
    private long _gapEnd;

    /// <summary>Where the file is written, until it takes the source's name.</summary>
    public string Path { get; } = System.IO.Path.Combine(
        source.Directory, "~" + System.IO.Path.GetFileName(source.Path));

    /// <summary>Whether it differs from the source.</summary>
    public bool IsChanged { get; private set; }

    public long Length => _length + (_gapStart >= 0 ? BatchHeader.Bytes : 0);

    /// <summary>Adds a batch as it is.</summary>
    public void Keep(ReadOnlySpan<byte> batch)
    {
        EndGap();
        Append(batch);
    }

    /// <summary>Adds a batch that has lost records.</summary>
    public void KeepShortened(ReadOnlySpan<byte> batch)
    {
        EndGap();
        Change();
        Append(batch);
    }

    /// <summary>Leaves out the offsets of a batch.</summary>
    public void Drop(long offset, long nextOffset)
    {
        Change();
        Widen(offset, nextOffset);
    }

    /// <summary>Goes over a batch that is empty in the source.</summary>
    public void PassEmpty(long offset, long nextOffset)
    {
        if (_gapStart >= 0)
        {
            Change(); // Two become one.
        }

        Widen(offset, nextOffset);
    }

    /// <summary>Differs from the source from here on: another segment follows in the same file.</summary>
    public void Change()
    {
        if (IsChanged)
        {
            return;
        }

        IsChanged = true;
        _buffer = new byte[BufferBytes];
        commits.Run(() =>
        {
            _file = context.Files.Open(Path);
            _file.SetLength(0);
        }, mayRefuse: false);
        long prefix = _length;
        _length = 0;
        while (_length < prefix)
        {
            int bytes = (int)Math.Min(BufferBytes, prefix - _length);
            source.File.Read(_buffer.AsSpan(0, bytes), _length);
            _buffered = bytes;
            _length += bytes;
            Flush();
        }
    }

    /// <summary>Makes the file durable, if there is one.</summary>
    public void End()
    {
        EndGap();
        if (_file is not null)
        {
            Flush();
            commits.Run(_file.Sync, mayRefuse: false);
            Dispose();
        }
    }

    /// <summary>Deletes the file, if there is one.</summary>
    public void Abandon()
    {
        if (IsChanged)
        {
            Dispose();
            commits.Run(() => context.Files.DeleteFile(Path), mayRefuse: false);
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Widen(long offset, long nextOffset)
    {
        _gapStart = _gapStart < 0 ? offset : _gapStart;
        _gapEnd = nextOffset;
    }

    private void EndGap()
    {
        while (_gapStart >= 0)
        {
            int offsets = (int)Math.Min(_gapEnd - _gapStart, int.MaxValue);
            BatchHeader.WriteEmpty(_filler, _gapStart, offsets);
            Append(_filler);
            _gapStart = _gapStart + offsets < _gapEnd ? _gapStart + offsets : -1;
        }
    }

    private void Append(ReadOnlySpan<byte> batch)
    {
        if (IsChanged)
        {
            if (_buffered + batch.Length > _buffer.Length)
            {
                Flush();
            }

            if (batch.Length > _buffer.Length)
            {
                _buffer = new byte[batch.Length];
            }

            batch.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += batch.Length;
        }

        _length += batch.Length;
    }

    private void Flush()
    {
        if (_buffered > 0)
        {
            commits.Run(() => _file!.Write(_buffer.AsSpan(0, _buffered), _length - _buffered), mayRefuse: false);
            _buffered = 0;
        }
    }
}
