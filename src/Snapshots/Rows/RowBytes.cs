using System.Runtime.CompilerServices;

namespace Kappa.Snapshots;

/// <summary>Bytes that grow at their end, and can be read and moved while they do.</summary>
internal sealed class RowBytes
{
    private byte[] _bytes = new byte[1 << 10];

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>A part of them.</summary>
    public Span<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    public void Clear() => Length = 0;

    /// <summary>Drops what stands behind a length.</summary>
    public void CutTo(int length) => Length = length;

    public void Add(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Gives room behind the end, which <see cref="Advance"/> takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max(
                (long)Length + length, 2L * _bytes.Length))));
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int length) => Length += length;
}
