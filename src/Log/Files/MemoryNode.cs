namespace Kappa.Logs;

/// <summary>The content of a file in memory, with what of it a power cut would keep.</summary>
/// <remarks>Reads run beside one writer: an outgrown array still holds all that was in it.</remarks>
internal sealed class MemoryNode(bool tracks)
{
    private readonly Lock _lock = new();
    private readonly List<MemoryWrite> _unsynced = [];
    private byte[] _bytes = [];
    private byte[] _durable = [];
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
            Apply(bytes, position);
            if (tracks)
            {
                _unsynced.Add(new MemoryWrite(position, bytes.ToArray(), null));
            }
        }
    }

    public void SetLength(long length)
    {
        lock (_lock)
        {
            Cut(length);
            if (tracks)
            {
                _unsynced.Add(new MemoryWrite(0, [], length));
            }
        }
    }

    public void Sync()
    {
        lock (_lock)
        {
            if (_unsynced.Count > 0)
            {
                _durable = _bytes.AsSpan(0, (int)_length).ToArray();
                _unsynced.Clear();
            }
        }
    }

    /// <summary>What a power cut leaves: what was synced, and of the rest any part, torn at any byte.</summary>
    public MemoryNode AfterPowerCut(Random random)
    {
        MemoryNode node = new(tracks);
        lock (_lock)
        {
            node.Apply(_durable, 0);
            bool inOrder = random.Next(2) == 0; // Half the images cut once; the others lose any of the writes.
            int kept = random.Next(_unsynced.Count + 1);
            for (int i = 0; i < _unsynced.Count && (!inOrder || i <= kept); i++)
            {
                if (inOrder ? i < kept : random.Next(2) == 0)
                {
                    node.Replay(_unsynced[i], _unsynced[i].Bytes.Length);
                }
                else if (random.Next(2) == 0 && _unsynced[i].Bytes.Length > 0)
                {
                    node.Replay(_unsynced[i], random.Next(_unsynced[i].Bytes.Length));
                }
            }

            node._durable = node._bytes.AsSpan(0, (int)node._length).ToArray();
        }

        return node;
    }

    /// <summary>What a killed process leaves: everything it wrote.</summary>
    public MemoryNode Copy()
    {
        MemoryNode node = new(tracks);
        lock (_lock)
        {
            node._durable = _durable;
            node._unsynced.AddRange(_unsynced);
            node.Apply(_bytes.AsSpan(0, (int)_length), 0);
        }

        return node;
    }

    private void Replay(MemoryWrite write, int bytes)
    {
        if (write.NewLength is { } length)
        {
            Cut(length);
        }
        else
        {
            Apply(write.Bytes.AsSpan(0, bytes), write.Position);
        }
    }

    private void Apply(ReadOnlySpan<byte> bytes, long position)
    {
        long end = position + bytes.Length;
        Grow(end);
        bytes.CopyTo(_bytes.AsSpan((int)position));
        Volatile.Write(ref _length, Math.Max(_length, end));
    }

    private void Cut(long length)
    {
        Grow(length);
        if (length < _length)
        {
            _bytes.AsSpan((int)length, (int)(_length - length)).Clear();
        }

        Volatile.Write(ref _length, length);
    }

    private void Grow(long length)
    {
        if (length > _bytes.Length)
        {
            byte[] larger = new byte[Math.Min(Array.MaxLength, Math.Max(length, Math.Max(256L, 2L * _bytes.Length)))];
            _bytes.AsSpan(0, (int)_length).CopyTo(larger);
            _bytes = larger;
        }
    }
}
