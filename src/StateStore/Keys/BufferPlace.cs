using System.Buffers.Binary;

namespace Kappa.StateStores;

/// <summary>The place of a row in a buffer: its time, and which of those of its key and time it is.</summary>
/// <param name="Ms">Milliseconds since 1970.</param>
/// <param name="Number">From 0.</param>
public readonly record struct BufferPlace(long Ms, int Number) : ISubKey<BufferPlace>
{
    /// <inheritdoc/>
    public static int Bytes => sizeof(long) + sizeof(int);

    /// <inheritdoc/>
    public static BufferPlace Least => new(long.MinValue, 0);

    /// <inheritdoc/>
    public static BufferPlace Greatest => new(long.MaxValue, int.MaxValue);

    /// <inheritdoc/>
    public BufferPlace Next => Number < int.MaxValue ? this with { Number = Number + 1 }
        : Ms < long.MaxValue ? new(Ms + 1, 0) : this;

    /// <inheritdoc/>
    public BufferPlace Previous => Number > 0 ? this with { Number = Number - 1 }
        : Ms > long.MinValue ? new(Ms - 1, int.MaxValue) : this;

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(BufferPlace left, BufferPlace right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(BufferPlace left, BufferPlace right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not come after the other.</summary>
    public static bool operator <=(BufferPlace left, BufferPlace right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(BufferPlace left, BufferPlace right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(BufferPlace other) =>
        Ms != other.Ms ? Ms.CompareTo(other.Ms) : Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public void Write(Span<byte> to)
    {
        SortedTime.Write(Ms, to);
        BinaryPrimitives.WriteInt32BigEndian(to[SortedTime.Bytes..], Number);
    }

    /// <inheritdoc/>
    public static BufferPlace Read(ReadOnlySpan<byte> from) =>
        new(SortedTime.Read(from), BinaryPrimitives.ReadInt32BigEndian(from[SortedTime.Bytes..]));
}
