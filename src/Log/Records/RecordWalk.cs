using System.Runtime.InteropServices;

namespace Kappa.Logs;

/// <summary>Walks the records of one batch with the places where they lie, for whoever copies them.</summary>
internal ref struct RecordWalk(byte[] buffer, int start, int end)
{
    /// <summary>Least bytes of a record: its length, attributes, two deltas, no key, no value, no headers.</summary>
    public const int MinBytes = 7;

    private int _next = start;
    private int _keyStart;
    private int _keyLength;

    /// <summary>Whether a record ended where none can: what was read so far is right, the rest unknown.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The current record's bytes.</summary>
    public readonly ReadOnlySpan<byte> Bytes => buffer.AsSpan(Start, _next - Start);

    /// <summary>Where the current record begins in the buffer.</summary>
    public int Start { get; private set; }

    public long TimestampDelta { get; private set; }

    public long OffsetDelta { get; private set; }

    public readonly bool HasKey => _keyLength >= 0;

    public readonly ReadOnlySpan<byte> Key => buffer.AsSpan(_keyStart, Math.Max(_keyLength, 0));

    public bool HasValue { get; private set; }

    public bool MoveNext()
    {
        if (_next >= end)
        {
            return false;
        }

        Start = _next;
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(buffer);
        int position = Start;
        long length = Varint.Read(ref origin, ref position);
        if (length < MinBytes - 1 || length > end - position)
        {
            return Refuse();
        }

        int recordEnd = position + (int)length;
        position++; // Attributes: none are defined.
        TimestampDelta = Varint.Read(ref origin, ref position);
        OffsetDelta = Varint.Read(ref origin, ref position);
        long keyLength = Varint.Read(ref origin, ref position);
        if (keyLength < -1 || keyLength > recordEnd - position)
        {
            return Refuse();
        }

        (_keyStart, _keyLength) = (position, (int)keyLength);
        position += Math.Max(_keyLength, 0);
        HasValue = Varint.Read(ref origin, ref position) >= 0;
        _next = recordEnd;
        return true;
    }

    private bool Refuse()
    {
        IsMalformed = true;
        return false;
    }
}
