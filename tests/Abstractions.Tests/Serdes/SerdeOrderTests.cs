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
