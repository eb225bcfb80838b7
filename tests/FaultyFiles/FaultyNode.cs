using Kappa.Logs;

namespace Kappa.Tests;

/// <summary>The content of a file, with what of it a power cut would keep.</summary>
internal sealed class FaultyNode(bool tracks)
{
    private readonly Lock _lock = new();
    private readonly List<UnsyncedWrite> _unsynced = [];
    private readonly MemoryNode _content = new();
    private byte[] _durable = [];

    public long Length => _content.Length;

    public int Read(Span<byte> buffer, long position) => _content.Read(buffer, position);

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        lock (_lock)
        {
            _content.Write(bytes, position);
            if (tracks)
            {
                _unsynced.Add(new UnsyncedWrite(position, bytes.ToArray(), null));
            }
        }
    }

    public void SetLength(long length)
    {
        lock (_lock)
        {
            _content.SetLength(length);
            if (tracks)
            {
                _unsynced.Add(new UnsyncedWrite(0, [], length));
            }
        }
    }

    public void Sync()
    {
        lock (_lock)
        {
            if (_unsynced.Count > 0)
            {
                _durable = _content.ToArray();
                _unsynced.Clear();
            }
        }
    }

    /// <summary>What a power cut leaves: what was synced, and of the rest any part, torn at any byte.</summary>
    public FaultyNode AfterPowerCut(Random random)
    {
        FaultyNode node = new(tracks);
        lock (_lock)
        {
            node._content.Write(_durable, 0);
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

            node._durable = node._content.ToArray();
        }

        return node;
    }

    /// <summary>What a killed process leaves: everything it wrote.</summary>
    public FaultyNode Copy()
    {
        FaultyNode node = new(tracks);
        lock (_lock)
        {
            node._durable = _durable;
            node._unsynced.AddRange(_unsynced);
            node._content.Write(_content.ToArray(), 0);
        }

        return node;
    }

    private void Replay(UnsyncedWrite write, int bytes)
    {
        if (write.NewLength is { } length)
        {
            _content.SetLength(length);
        }
        else
        {
            _content.Write(write.Bytes.AsSpan(0, bytes), write.Position);
        }
    }
}
