namespace Kappa.Snapshots.Tests;

public sealed class PrefixSortTests
{
    [Theory]
    [InlineData(0, 8), InlineData(1, 8), InlineData(500, 8)] // Few are compared.
    [InlineData(5_000, 8), InlineData(5_000, 1), InlineData(5_000, 0)] // Many are counted, byte by byte.
    public void Numbers_and_what_belongs_to_them_come_in_order(int count, int bytes)
    {
        Random random = Seed.Fixed();
        ulong mask = bytes == 8 ? ulong.MaxValue : (1ul << (8 * bytes)) - 1;
        ulong[] numbers = [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64() * 3 & mask)];
        ulong[] sorted = [.. numbers];
        int[] order = [.. Enumerable.Range(0, count)];

        PrefixSort.Sort(sorted, order);

        Assert.Equal(numbers.Order(), sorted);
        Assert.Equal(sorted, order.Select(i => numbers[i]));
        Assert.Equal(Enumerable.Range(0, count), order.Order());
    }
}
