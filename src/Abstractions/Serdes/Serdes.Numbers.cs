namespace Kappa;

/// <content>Numbers: the highest byte first, as Kafka writes those that it has.</content>
public static partial class Serdes
{
    /// <summary>A byte, 0 or 1.</summary>
    public static ISerde<bool> Boolean { get; } = new BooleanSerde();

    /// <summary>A number as one byte.</summary>
    public static ISerde<byte> Byte { get; } = new IntegerSerde<byte>("byte");

    /// <summary>A number as one byte, in two's complement.</summary>
    public static ISerde<sbyte> SByte { get; } = new IntegerSerde<sbyte>("sbyte");

    /// <summary>A number as 2 bytes, the highest first.</summary>
    public static ISerde<short> Int16 { get; } = new IntegerSerde<short>("int16");

    /// <summary>A number without a sign as 2 bytes, the highest first.</summary>
    public static ISerde<ushort> UInt16 { get; } = new IntegerSerde<ushort>("uint16");

    /// <summary>A number as 4 bytes, the highest first.</summary>
    public static ISerde<int> Int32 { get; } = new IntegerSerde<int>("int32");

    /// <summary>A number without a sign as 4 bytes, the highest first.</summary>
    public static ISerde<uint> UInt32 { get; } = new IntegerSerde<uint>("uint32");

    /// <summary>A number as 8 bytes, the highest first.</summary>
    public static ISerde<long> Int64 { get; } = new IntegerSerde<long>("int64");

    /// <summary>A number without a sign as 8 bytes, the highest first.</summary>
    public static ISerde<ulong> UInt64 { get; } = new IntegerSerde<ulong>("uint64");

    /// <summary>A number as 16 bytes, the highest first.</summary>
    public static ISerde<Int128> Int128 { get; } = new IntegerSerde<Int128>("int128");

    /// <summary>A number without a sign as 16 bytes, the highest first.</summary>
    public static ISerde<UInt128> UInt128 { get; } = new IntegerSerde<UInt128>("uint128");

    /// <summary>A number as the 2 bytes of IEEE 754, the highest first.</summary>
    public static ISerde<Half> Half { get; } = new FloatSerde<Half, short>("half");

    /// <summary>A number as the 4 bytes of IEEE 754, the highest first.</summary>
    public static ISerde<float> Single { get; } = new FloatSerde<float, int>("single");

    /// <summary>A number as the 8 bytes of IEEE 754, the highest first.</summary>
    public static ISerde<double> Double { get; } = new FloatSerde<double, long>("double");

    /// <summary>
    /// A number as 13 bytes: one with the sign (128) and the scale, then the digits as 12, the highest first.
    /// </summary>
    /// <remarks>1.0 and 1.00 are two keys; in a store they stand side by side.</remarks>
    public static ISerde<decimal> Decimal { get; } = new DecimalSerde();
}
