using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kappa.Snapshots;

/// <summary>The beginning of an index file: what its slots have to be, to be trusted.</summary>
/// <remarks>
/// Nothing is synced, and a process may die between two slots: an index counts where its position is the image's, and
/// its slots add up to what the header says.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct IndexHeader
{
    /// <summary>Bytes of the file before its slots.</summary>
    public const int Bytes = 4096;

    private const ulong CurrentFormat = 0x3158444e49504b41; // "AKPINDX1"

    private ulong _format;

    /// <summary>Slots in the file.</summary>
    public long Capacity;

    /// <summary>Rows in them.</summary>
    public long Count;

    private readonly long _unused;

    /// <summary>Sum of the hashes of all rows: the digest of the table.</summary>
    public UInt128 Rows;

    /// <summary>Sum of the hashes of all keys.</summary>
    public UInt128 Keys;

    private UInt128 _position;
    private UInt128 _check;

    /// <summary>Says that the slots are those of a position of the image.</summary>
    public void Seal(ReadOnlySpan<byte> position)
    {
        (_format, _position) = (CurrentFormat, XxHash128.HashToUInt128(position));
        _check = CheckOf(ref this);
    }

    /// <summary>Whether it says so; the slots are not looked at.</summary>
    public bool IsOf(ReadOnlySpan<byte> position, long fileBytes) =>
        _format == CurrentFormat && _check == CheckOf(ref this) && _position == XxHash128.HashToUInt128(position)
        && fileBytes == FileBytes(Capacity);

    /// <summary>Bytes of a file with so many slots.</summary>
    public static long FileBytes(long capacity) => Bytes + (capacity * Unsafe.SizeOf<IndexSlot>());

    private static UInt128 CheckOf(ref IndexHeader header)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<IndexHeader>(ref header));
        return XxHash128.HashToUInt128(bytes[..^Unsafe.SizeOf<UInt128>()]);
    }
}
