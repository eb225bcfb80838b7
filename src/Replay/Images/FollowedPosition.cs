namespace Kappa.Replay;

/// <summary>Where the image of a partition stands, as its state keeps it.</summary>
/// <remarks>
/// Version 2, then LEB128 numbers: generation of the log, leg, 2, offset, when it was followed, and the same again.
/// Version 1 did not say when.
/// </remarks>
/// <param name="Generation">Generation of the log that the offset belongs to.</param>
/// <param name="Leg">The leg that it stands in.</param>
/// <param name="Offset">The next record of that leg's topic.</param>
/// <param name="FollowedMs">When the topic was followed last, milliseconds since 1970.</param>
internal readonly record struct FollowedPosition(long Generation, int Leg, long Offset, long FollowedMs)
{
    private const byte Version = 2;
    private const int Offsets = 2;
    private const int MostBytes = 64;

    public byte[] Encode()
    {
        Span<byte> bytes = stackalloc byte[MostBytes];
        bytes[0] = Version;
        int length = 1;
        foreach (long number in (ReadOnlySpan<long>)[Generation, Leg, Offsets, Offset, FollowedMs, FollowedMs])
        {
            ulong left = (ulong)number;
            for (; left >= 0x80; left >>= 7)
            {
                bytes[length++] = (byte)(left | 0x80);
            }

            bytes[length++] = (byte)left;
        }

        return bytes[..length].ToArray();
    }

    /// <summary>Reads a position.</summary>
    /// <returns>Null where it cannot be: the image is built anew then, from its topics.</returns>
    public static FollowedPosition? Read(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data[0] != Version)
        {
            return null;
        }

        data = data[1..];
        return TryNumber(ref data, out long generation) && TryNumber(ref data, out long leg) && leg is >= 0 and < 1_000
            && TryNumber(ref data, out long offsets) && offsets == Offsets
            && TryNumber(ref data, out long offset) && TryNumber(ref data, out long followedMs)
            ? new FollowedPosition(generation, (int)leg, offset, followedMs) : null;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> data, out long number)
    {
        number = 0;
        for (int i = 0; i < data.Length && i < 10; i++)
        {
            number |= (long)(data[i] & 0x7F) << (7 * i);
            if (data[i] < 0x80)
            {
                data = data[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
