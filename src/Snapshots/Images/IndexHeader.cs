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

    // "AKPINDX2". One of another format is made from the image again: AKPINDX1 had no keys.
    private const ulong CurrentFormat = 0x3258444e49504b41;

    private ulong _format;

    /// <summary>Slots in the file.</summary>
    public long Capacity;

    /// <summary>Rows in them.</summary>
    public long Count;

    /// <summary>Sum of the places of all keys.</summary>
    public long Places;

    /// <summary>Bytes of the file of keys; -1 where it is damaged.</summary>
    public long KeyBytes;

    /// <summary>Bytes in it of keys that the table has.</summary>
    public long LiveKeyBytes;

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

    /// <summary>Reads it.</summary>
    /// <returns>Whether it is that of a position; the slots are not looked at.</returns>
    public static unsafe bool TryRead(MappedFile file, ReadOnlySpan<byte> position, out IndexHeader header)
    {
        header = file.Length < Bytes ? default : *(IndexHeader*)file.Bytes;
        return header._format == CurrentFormat && header._check == CheckOf(ref header)
            && header._position == XxHash128.HashToUInt128(position) && file.Length == FileBytes(header.Capacity);
    }

    /// <summary>Bytes of a file with so many slots.</summary>
    public static long FileBytes(long capacity) => Bytes + (capacity * (Unsafe.SizeOf<IndexSlot>() + sizeof(long)));

    private static UInt128 CheckOf(ref IndexHeader header)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<IndexHeader>(ref header));
        return XxHash128.HashToUInt128(bytes[..^Unsafe.SizeOf<UInt128>()]);
    }
}
