using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kappa.StateStores;

/// <summary>
/// A key as a part of a fixed length behind another one: as it is up to 31 bytes, then its beginning and a digest.
/// Sorts as keys do, of longer ones those that begin with the same 15 bytes by their digests.
/// </summary>
/// <param name="First">Bytes 0 to 7, the highest first; so on with the others.</param>
/// <param name="Second">Bytes 8 to 15.</param>
/// <param name="Third">Bytes 16 to 23.</param>
/// <param name="Fourth">Bytes 24 to 31; the last one is the length, or says that there is a digest.</param>
public readonly record struct SubscriberId(ulong First, ulong Second, ulong Third, ulong Fourth)
    : ISubKey<SubscriberId>
{
    private const int WholeBytes = 31;
    private const int KeptBytes = 15;
    private const int DigestBytes = 16;
    private const byte Digested = 0xFF;

    /// <inheritdoc/>
    public static int Bytes => WholeBytes + 1;

    /// <inheritdoc/>
    public static SubscriberId Least => default;

    /// <inheritdoc/>
    public static SubscriberId Greatest =>
        new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    /// <inheritdoc/>
    public SubscriberId Next => Fourth < ulong.MaxValue ? this with { Fourth = Fourth + 1 }
        : Third < ulong.MaxValue ? new(First, Second, Third + 1, 0)
        : Second < ulong.MaxValue ? new(First, Second + 1, 0, 0)
        : First < ulong.MaxValue ? new(First + 1, 0, 0, 0) : this;

    /// <inheritdoc/>
    public SubscriberId Previous => Fourth > 0 ? this with { Fourth = Fourth - 1 }
        : Third > 0 ? new(First, Second, Third - 1, ulong.MaxValue)
        : Second > 0 ? new(First, Second - 1, ulong.MaxValue, ulong.MaxValue)
        : First > 0 ? new(First - 1, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue) : this;

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(SubscriberId left, SubscriberId right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes behind the other.</summary>
    public static bool operator >(SubscriberId left, SubscriberId right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not come behind the other.</summary>
    public static bool operator <=(SubscriberId left, SubscriberId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(SubscriberId left, SubscriberId right) => left.CompareTo(right) >= 0;

    /// <summary>The part for a key.</summary>
    /// <param name="key">Its bytes, so that they sort.</param>
    public static SubscriberId Of(ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[WholeBytes + 1];
        bytes.Clear();
        if (key.Length <= WholeBytes)
        {
            key.CopyTo(bytes);
            bytes[WholeBytes] = (byte)key.Length;
            return Read(bytes);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, digest);
        key[..KeptBytes].CopyTo(bytes);
        digest[..DigestBytes].CopyTo(bytes[KeptBytes..]);
        bytes[WholeBytes] = Digested;
        return Read(bytes);
    }

    /// <inheritdoc/>
    public int CompareTo(SubscriberId other) =>
        First != other.First ? First.CompareTo(other.First)
        : Second != other.Second ? Second.CompareTo(other.Second)
        : Third != other.Third ? Third.CompareTo(other.Third)
        : Fourth.CompareTo(other.Fourth);

    /// <inheritdoc/>
    public void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, First);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], Second);
        BinaryPrimitives.WriteUInt64BigEndian(to[16..], Third);
        BinaryPrimitives.WriteUInt64BigEndian(to[24..], Fourth);
    }

    /// <inheritdoc/>
    public static SubscriberId Read(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadUInt64BigEndian(from), BinaryPrimitives.ReadUInt64BigEndian(from[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(from[16..]), BinaryPrimitives.ReadUInt64BigEndian(from[24..]));
}
