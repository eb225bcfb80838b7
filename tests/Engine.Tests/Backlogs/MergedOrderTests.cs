namespace Kappa.Engine.Tests;

/// <summary>The model's order, against orders written down by hand: it judges everything else here.</summary>
public sealed class MergedOrderTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public void Heads_go_by_timestamp_then_by_the_ordinal_order_of_topics_then_by_partition()
    {
        Backlog backlog = Backlog.Of(("b", Times(1, 3)), ("b", Times(1, 2)), ("Z", Times(1, 9)), ("a", Times(1)));

        Assert.Equal("Z/0@1 a/0@1 b/0@1 b/1@1 b/1@2 b/0@3 Z/0@9", Text(backlog));
    }

    [Fact]
    public void A_partition_stays_in_the_order_of_its_offsets()
    {
        Backlog backlog = Backlog.Of(("a", Times(5, 0, 7)), ("b", Times(1, 5, 6)));

        Assert.Equal("b/0@1 a/0@5 a/0@0 b/0@5 b/0@6 a/0@7", Text(backlog));
    }

    [Fact]
    public void A_head_more_than_an_hour_beyond_the_second_lowest_of_the_three_behind_it_takes_that_ones_turn()
    {
        Backlog backlog = Backlog.Of(("a", Times(Hour + 31, 20, 40, 30)), ("b", Times(10, 29, 30, 31)));

        Assert.Equal($"b/0@10 b/0@29 a/0@{Hour + 31} a/0@20 b/0@30 b/0@31 a/0@40 a/0@30", Text(backlog));
    }

    [Fact]
    public void Exactly_an_hour_is_not_out_of_place_nor_is_what_has_fewer_than_three_behind_it()
    {
        Backlog exact = Backlog.Of(("a", Times(Hour + 30, 20, 40, 30)), ("b", Times(50)));
        Backlog few = Backlog.Of(("a", Times(9 * Hour, 20, 40)), ("b", Times(50)));

        Assert.Equal($"b/0@50 a/0@{Hour + 30} a/0@20 a/0@40 a/0@30", Text(exact));
        Assert.Equal($"b/0@50 a/0@{9 * Hour} a/0@20 a/0@40", Text(few));
    }

    [Fact]
    public void What_is_appended_later_comes_later()
    {
        var backlog = new Backlog(
            [new("a", 0, Times(5, 6), [1, 2]), new("b", 0, Times(9, 1), [1, 2])], stages: 2);

        Assert.Equal("a/0@5 b/0@9 b/0@1 a/0@6", Text(backlog));
        Assert.Equal("a/0@5 a/0@6 b/0@9 b/0@1", Text(backlog.AtOnce()));
    }

    private static PastRecord[] Times(params long[] times) => [.. times.Select(time => new PastRecord("k", "v", time))];

    private static string Text(Backlog backlog) => string.Join(' ', MergedOrder.Of(backlog)
        .Select(item => $"{item.Partition.Topic}/{item.Partition.Partition}@{item.Record.TimestampMs}"));
}
