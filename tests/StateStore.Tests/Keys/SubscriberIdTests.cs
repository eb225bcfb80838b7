using System.Text;

namespace Kappa.StateStores.Tests;

public sealed class SubscriberIdTests
{
    [Fact]
    public void Ids_sort_as_short_keys_do_and_are_read_back()
    {
        byte[][] keys =
        [
            [], [0], [0, 0], [1], "a"u8.ToArray(), [.. "a"u8, 0], "ab"u8.ToArray(), "b"u8.ToArray(),
            [.. Enumerable.Repeat((byte)0xFF, 30)], [.. Enumerable.Repeat((byte)0xFF, 31)],
        ];
        SubscriberId[] ids = [.. keys.Select(key => SubscriberId.Of(key))];

        Assert.Equal(ids, ids.Order());
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(id, SubscriberId.Read(Bytes(id))));
        Assert.Equal(
            ids.Select(id => Convert.ToHexString(Bytes(id))),
            ids.Select(id => Convert.ToHexString(Bytes(id))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Long_keys_that_begin_alike_have_ids_of_their_own()
    {
        string[] keys = [.. Enumerable.Range(0, 1_000).Select(number => $"{new string('x', 40)}{number}")];

        Assert.Equal(
            keys.Length, keys.Select(key => SubscriberId.Of(Encoding.UTF8.GetBytes(key))).Distinct().Count());
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 0, 0, ulong.MaxValue)]
    [InlineData(7, 0, ulong.MaxValue, ulong.MaxValue)]
    [InlineData(7, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue)]
    public void The_next_id_is_behind_and_its_previous_one_is_the_first(ulong a, ulong b, ulong c, ulong d)
    {
        var id = new SubscriberId(a, b, c, d);

        Assert.True(id.Next > id);
        Assert.Equal(id, id.Next.Previous);
        Assert.True(id >= SubscriberId.Least && id < SubscriberId.Greatest);
        Assert.Equal(SubscriberId.Greatest, SubscriberId.Greatest.Next);
        Assert.Equal(SubscriberId.Least, SubscriberId.Least.Previous);
    }

    private static byte[] Bytes(SubscriberId id)
    {
        byte[] bytes = new byte[SubscriberId.Bytes];
        id.Write(bytes);
        return bytes;
    }
}
