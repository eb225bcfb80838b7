namespace Kappa.Tests;

/// <summary>Store keys sort as their values do.</summary>
public sealed class SerdeOrderTests
{
    private const int Rounds = 50_000;

    private static readonly double[] DoubleEdges =
    [
        double.NaN, double.NegativeInfinity, double.MinValue, -double.Epsilon, -0.0, 0.0, double.Epsilon,
        double.MaxValue, double.PositiveInfinity,
    ];

    [Fact]
    public void Sorted_bytes_of_int32_sort_as_the_numbers() => Sorts(
        Serdes.Int32,
        random => Edge(random, [int.MinValue, -1, 0, 1, int.MaxValue]) ?? (int)random.NextInt64());

    [Fact]
    public void Sorted_bytes_of_int64_sort_as_the_numbers() => Sorts(
        Serdes.Int64,
        random => Edge(random, [long.MinValue, -1, 0, 1, long.MaxValue]) ?? Any(random));

    [Fact]
    public void Sorted_bytes_of_double_sort_as_the_numbers() => Sorts(
        Serdes.Double,
        random => Edge(random, DoubleEdges) ?? Number(random));

    [Fact]
    public void Sorted_bytes_of_Guid_sort_as_CompareTo() => Sorts(
        Serdes.Guid,
        random =>
        {
            byte[] bytes = new byte[16];
            random.NextBytes(bytes);
            return new Guid(bytes);
        });

    [Fact]
    public void Sorted_bytes_of_other_whole_numbers_sort_as_the_numbers()
    {
        Sorts(Serdes.SByte, random => (sbyte)Any(random));
        Sorts(Serdes.Byte, random => (byte)Any(random));
        Sorts(Serdes.Int16, random => (short)Any(random));
        Sorts(Serdes.UInt16, random => (ushort)Any(random));
        Sorts(Serdes.UInt32, random => (uint)Any(random));
        Sorts(Serdes.UInt64, random => (ulong)Any(random));
        Sorts(Serdes.Int128, random => new Int128((ulong)Any(random), (ulong)Any(random)) >> random.Next(128));
        Sorts(Serdes.UInt128, random => new UInt128((ulong)Any(random), (ulong)Any(random)) >> random.Next(128));
    }

    [Fact]
    public void Sorted_bytes_of_other_fractions_sort_as_the_numbers()
    {
        Sorts(Serdes.Half, random => BitConverter.Int16BitsToHalf((short)random.Next(0x7c00)) * (Half)Sign(random));
        Sorts(Serdes.Single, random => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-40, 38)));
        Sorts(Serdes.Decimal, Decimal);
    }

    [Fact]
    public void Sorted_bytes_of_dates_and_times_sort_as_they_do()
    {
        Sorts(Serdes.DateOnly, random => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)));
        Sorts(Serdes.TimeOnly, random => new TimeOnly(random.NextInt64(TimeOnly.MaxValue.Ticks)));
        Sorts(Serdes.TimeSpan, random => new TimeSpan(Any(random)));
        Sorts(Serdes.DateTime, random => new DateTime(
            random.NextInt64(DateTime.MaxValue.Ticks), (DateTimeKind)random.Next(2)));
        Sorts(Serdes.DateTimeOffset, random => new DateTimeOffset(
            random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay),
            TimeSpan.FromMinutes(random.Next(-14 * 60, 14 * 60))));
    }

    [Fact]
    public void Decimals_of_one_number_and_other_digits_stand_side_by_side()
    {
        decimal[] keys = [-1m, 0m, 0.0m, 1m, 1.0m, 1.0000000000000000000000000000m, 1.1m];

        byte[][] sorted = [.. keys.Select(key => Serdes.Decimal.SortedBytes(key))];

        Assert.Equal(sorted, sorted.OrderBy(key => Convert.ToHexString(key), StringComparer.Ordinal));
        Assert.All(keys, key => Assert.Equal(
            decimal.GetBits(key), decimal.GetBits(Serdes.Decimal.DeserializeSorted(Serdes.Decimal.SortedBytes(key)))));
    }

    [Fact]
    public void Numbers_of_different_bytes_are_different_keys_of_a_store_as_they_are_of_a_topic()
    {
        double otherNaN = BitConverter.Int64BitsToDouble(0x7ff8000000000123);
        double[] keys = [-0.0, 0.0, double.NaN, otherNaN];

        Assert.Equal(4, keys.Select(key => Convert.ToHexString(Serdes.Double.SortedBytes(key))).Distinct().Count());
        Assert.All(keys, key => Assert.Equal(
            BitConverter.DoubleToInt64Bits(key),
            BitConverter.DoubleToInt64Bits(Serdes.Double.DeserializeSorted(Serdes.Double.SortedBytes(key)))));
    }

    private static long Any(Random random) => random.NextInt64(long.MinValue, long.MaxValue);

    private static int Sign(Random random) => random.Next(2) == 0 ? 1 : -1;

    private static decimal Decimal(Random random) => Edge(
        random, [decimal.MinValue, -1.00m, -0.0m, 0m, 1.0m, 1.00m, 0.0000000000000000000000000001m, decimal.MaxValue])
        ?? new decimal(
            (int)Any(random), (int)Any(random) >> random.Next(32), (int)Any(random) >> random.Next(32),
            random.Next(2) == 0, (byte)random.Next(29));

    private static double Number(Random random)
    {
        double number = BitConverter.Int64BitsToDouble(Any(random));
        return double.IsNaN(number) ? double.NaN : number; // CompareTo knows one NaN only.
    }

    private static T? Edge<T>(Random random, T[] edges)
        where T : struct => random.Next(4) == 0 ? edges[random.Next(edges.Length)] : null;

    private static void Sorts<T>(ISerde<T> serde, Func<Random, T> make)
        where T : IComparable<T>
    {
        Random random = Seed.Fixed();
        for (int round = 0; round < Rounds; round++)
        {
            (T left, T right) = (make(random), make(random));

            int bytes = serde.SortedBytes(left).AsSpan().SequenceCompareTo(serde.SortedBytes(right));

            int values = left.CompareTo(right);
            Assert.True(
                values == 0 || Math.Sign(values) == Math.Sign(bytes), $"{left} and {right} sort otherwise.");
        }
    }
}
