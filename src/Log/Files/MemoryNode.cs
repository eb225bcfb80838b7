namespace Kappa.Logs;

/// <summary>The content of a file in memory.</summary>
/// <remarks>Reads run beside one writer: an outgrown array still holds all that was in it.</remarks>
internal sealed class MemoryNode
{
    private readonly Lock _lock = new();
    private byte[] _bytes = [];
    private long _length;

    public long Length => Volatile.Read(ref _length);

    public int Read(Span<byte> buffer, long position)
    {
        byte[] bytes;
        long length;
        lock (_lock)
        {
            bytes = _bytes;
            length = _length;
        }

        int count = (int)Math.Clamp(length - position, 0, buffer.Length);
        bytes.AsSpan((int)Math.Min(position, length), count).CopyTo(buffer);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        lock (_lock)
        {
            long end = position + bytes.Length;
            Grow_NeedsLock(end);
            bytes.CopyTo(_bytes.AsSpan((int)position));
            Volatile.Write(ref _length, Math.Max(_length, end));
        }
    }

    public void SetLength(long length)
    {
        lock (_lock)
        {
            Grow_NeedsLock(length);
            if (length < _length)
            {
                _bytes.AsSpan((int)length, (int)(_length - length)).Clear();
            }

            Volatile.Write(ref _length, length);
        }
    }

    public byte[] ToArray()
    {
        lock (_lock)
        {
            return _bytes[..(int)_length];
        }
    }

    private void Grow_NeedsLock(long length)
    {
        if (length > _bytes.Length)
        {
            byte[] larger = new byte[Math.Min(Array.MaxLength, Math.Max(length, Math.Max(256L, 2L * _bytes.Length)))];
            _bytes.AsSpan(0, (int)_length).CopyTo(larger);
            _bytes = larger;
        }
    }
}
