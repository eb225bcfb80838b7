namespace Kappa.Bench.Tests;

/// <summary>The judge of the latency benchmark must notice what is wrong.</summary>
public sealed class PingBoardTests
{
    private readonly PingBoard _board = new(groups: 2);
    private readonly List<(int Number, long Sent)> _answered = [];

    [Fact]
    public void A_result_answers_all_records_of_its_group_that_it_counts()
    {
        _board.Sent(new Ping(1, 4), timestamp: 10);
        _board.Sent(new Ping(0, 5), timestamp: 11);
        _board.Sent(new Ping(1, 6), timestamp: 12);

        Arrived(1, new PingTotal(2, 4 + 6));

        Assert.Equal([(4, 10), (6, 12)], _answered);
        Assert.False(_board.IsClear);
        Arrived(0, new PingTotal(1, 5));
        Assert.True(_board.IsClear);
        Assert.Equal(0, _board.Wrong);
    }

    [Fact]
    public void A_wrong_sum_is_noticed()
    {
        _board.Sent(new Ping(1, 4), timestamp: 10);

        Arrived(1, new PingTotal(1, 5));

        Assert.Equal(1, _board.Wrong);
    }

    [Theory]
    [InlineData(1, 2)] // More than were sent.
    [InlineData(0, 1)] // None was sent to that group.
    [InlineData(2, 1)] // No such group.
    public void A_result_of_nothing_is_noticed(int group, int count)
    {
        _board.Sent(new Ping(1, 4), timestamp: 10);

        Arrived(group, new PingTotal(count, 4));

        Assert.Equal(2, _board.Wrong); // The result, and the record without one.
        Assert.Empty(_answered);
    }

    [Fact]
    public void A_result_that_comes_twice_is_noticed()
    {
        _board.Sent(new Ping(1, 4), timestamp: 10);
        Arrived(1, new PingTotal(1, 4));

        Arrived(1, new PingTotal(1, 4));

        Assert.Equal(1, _board.Wrong);
    }

    private void Arrived(int group, PingTotal total) =>
        _board.Arrived(group, total, (number, sent) => _answered.Add((number, sent)));
}
