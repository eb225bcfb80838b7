using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kappa;

/// <summary>Whole numbers of any length, the highest byte first.</summary>
/// <remarks>
/// What numbers of .NET offer for all lengths is slower for the lengths that matter; the compiler leaves one case of
/// each switch.
/// </remarks>
internal static class BigEndian
{
    public static void Write<T>(T value, IBufferWriter<byte> writer)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<byte> data = writer.GetSpan(Unsafe.SizeOf<T>());
        switch (Unsafe.SizeOf<T>())
        {
            case sizeof(int):
                BinaryPrimitives.WriteInt32BigEndian(data, Unsafe.BitCast<T, int>(value));
                break;
            case sizeof(long):
                BinaryPrimitives.WriteInt64BigEndian(data, Unsafe.BitCast<T, long>(value));
                break;
            default:
                value.WriteBigEndian(data);
                break;
        }

        writer.Advance(Unsafe.SizeOf<T>());
    }

    /// <param name="data">The bytes.</param>
    /// <param name="serde">Name of the serde, for errors.</param>
    public static T Read<T>(ReadOnlySpan<byte> data, string serde)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (data.Length != Unsafe.SizeOf<T>())
        {
            throw SerdeErrors.BadBytes(serde, data, $"it needs exactly {Unsafe.SizeOf<T>()} bytes.");
        }

        return Unsafe.SizeOf<T>() switch
        {
            sizeof(int) => Unsafe.BitCast<int, T>(BinaryPrimitives.ReadInt32BigEndian(data)),
            sizeof(long) => Unsafe.BitCast<long, T>(BinaryPrimitives.ReadInt64BigEndian(data)),
            _ => T.ReadBigEndian(data, isUnsigned: T.MinValue == T.Zero),
        };
    }
}
