using System.Buffers;

namespace Kappa.StateStores;

/// <summary>One growing run of bytes that serdes write into; its memory is kept from commit to commit.</summary>
internal sealed class RowArena : IBufferWriter<byte>
{
    private const int FirstBytes = 4096;
    private const int TrimAboveBytes = 64 << 20; // Below it, keeping the memory is cheaper than asking for it again.

    private byte[] _bytes = [];
    private int _length;

    public int Length => _length;

    public byte[] Bytes => _bytes;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureFree(Math.Max(1, sizeHint));
        return _bytes.AsSpan(_length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureFree(Math.Max(1, sizeHint));
        return _bytes.AsMemory(_length);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    /// <summary>Empties the arena; after one exceptionally large commit it also gives the memory back.</summary>
    public void Reset()
    {
        if (_bytes.Length > TrimAboveBytes && _length < _bytes.Length / 8) { _bytes = []; }
        _length = 0;
    }

    private void EnsureFree(int count)
    {
        if (_bytes.Length - _length >= count) { return; }
        long wanted = Math.Max(Math.Max(FirstBytes, 2L * _bytes.Length), (long)_length + count);
        Array.Resize(ref _bytes, (int)Math.Min(wanted, Math.Max((long)_length + count, Array.MaxLength)));
    }
}
