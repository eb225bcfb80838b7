namespace Kappa.Crash.Tests;

/// <summary>
/// A file of a disk that can be cut: what was synced, and the changes since, of which a cut leaves any subset.
/// </summary>
internal sealed class DiskFile : DiskNode
{
    private const int PageBytes = 4096;

    private readonly List<(long Number, long At, byte[]? Data)> _pending = []; // Without data: the length is set.
    private byte[] _durable = [];
    private int _durableLength;

    public DiskFile()
    {
    }

    public DiskFile(byte[] content) => (_durable, _durableLength, Length) = (content, content.Length, content.Length);

    /// <summary>Its length as the process sees it.</summary>
    public long Length { get; private set; }

    public override int Unsynced => _pending.Count;

    public void Write(long at, byte[] data)
    {
        _pending.Add((++LastChange, at, data));
        Length = Math.Max(Length, at + data.Length);
    }

    public void SetLength(long length)
    {
        _pending.Add((++LastChange, length, null));
        Length = length;
    }

    /// <summary>A sync has ended that covers the changes up to one.</summary>
    public override void Synced(long change)
    {
        int count = 0;
        for (; count < _pending.Count && _pending[count].Number <= change; count++)
        {
            Apply(ref _durable, ref _durableLength, _pending[count].At, _pending[count].Data);
        }

        _pending.RemoveRange(0, count);
    }

    /// <summary>What a cut leaves of it.</summary>
    public byte[] Cut(CutMode mode, Random random)
    {
        byte[] content = _durable[.._durableLength];
        int length = _durableLength;
        foreach ((_, long at, byte[]? data) in _pending)
        {
            int fate = mode switch { CutMode.Nothing => 0, CutMode.All => 1, _ => random.Next(3) };
            if (fate == 1 || (fate == 2 && data is null))
            {
                Apply(ref content, ref length, at, data);
            }
            else if (fate == 2)
            {
                Tear(ref content, ref length, at, data!, random);
            }
        }

        return content[..length];
    }

    /// <summary>Each page of it is there or not.</summary>
    private static void Tear(ref byte[] content, ref int length, long at, byte[] data, Random random)
    {
        for (int from = 0; from < data.Length;)
        {
            int end = (int)Math.Min(data.Length, from + PageBytes - ((at + from) % PageBytes));
            if (random.Next(2) == 0)
            {
                Apply(ref content, ref length, at + from, data[from..end]);
            }

            from = end;
        }
    }

    private static void Apply(ref byte[] content, ref int length, long at, byte[]? data)
    {
        int end = checked((int)at + (data?.Length ?? 0));
        if (end > content.Length)
        {
            Array.Resize(ref content, Math.Max(end, Math.Min(2 * content.Length, content.Length + (1 << 20))));
        }

        if (data is null)
        {
            if (end < length)
            {
                content.AsSpan(end, length - end).Clear();
            }

            length = end;
        }
        else
        {
            data.CopyTo(content.AsSpan((int)at));
            length = Math.Max(length, end);
        }
    }
}
