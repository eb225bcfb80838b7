using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.StateStores;

/// <summary>
/// How rows lie in RocksDB: 8 bytes timestamp, big-endian, then the value's bytes; and where the position is.
/// </summary>
internal static class RowFormat
{
    public const int TimestampBytes = sizeof(long);

    /// <summary>Version of this format: the first byte of the position's value.</summary>
    public const byte Version = 1;

    private const string StorePrefix = "store:"; // So that a store may be named "default", as RocksDB's own family is.

    /// <summary>Key of the position in the default column family.</summary>
    public static ReadOnlySpan<byte> PositionKey => "kappa.position"u8;

    public static string FamilyName(string store) => StorePrefix + store;

    public static string StoreName(string family) =>
        family.StartsWith(StorePrefix, StringComparison.Ordinal) ? family[StorePrefix.Length..] : family;

    public static long Timestamp(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64BigEndian(row);

    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> row) => row[TimestampBytes..];

    public static void Read(ReadOnlySpan<byte> row, ArrayBufferWriter<byte> value, out long timestampMs)
    {
        timestampMs = Timestamp(row);
        value.Write(Value(row));
    }
}
