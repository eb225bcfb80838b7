using System.Buffers.Binary;
using System.Text;

namespace Kappa;

/// <summary>Short strings that this thread decoded lately: keys repeat, and need not be allocated each time.</summary>
/// <remarks>
/// Direct-mapped: a string has one place, and whoever comes last has it. Only ASCII is found again; other text is
/// decoded each time. It changes who owns an object, never a value.
/// </remarks>
internal static class StringCache
{
    public const int MaxBytes = 32;

    private const int Slots = 2048; // 16 KB of references a thread: a few thousand keys, inside the L2 cache.

    [ThreadStatic]
    private static string?[]? _slots;

    public static string Get(ReadOnlySpan<byte> data, StringSerde serde)
    {
        if (data.IsEmpty)
        {
            return "";
        }

        ref string? slot = ref (_slots ??= new string?[Slots])[Hash(data) & (Slots - 1)];
        string? known = slot;
        return known is not null && Ascii.Equals(data, known) ? known : slot = serde.Decode(data);
    }

    private static int Hash(ReadOnlySpan<byte> data)
    {
        ulong hash = (ulong)data.Length * 0x9E3779B97F4A7C15;
        while (data.Length >= sizeof(ulong))
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(data)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 32;
            data = data[sizeof(ulong)..];
        }

        foreach (byte next in data)
        {
            hash = (hash ^ next) * 0x100000001B3;
        }

        return (int)((hash * 0x9E3779B97F4A7C15) >> 40);
    }
}
