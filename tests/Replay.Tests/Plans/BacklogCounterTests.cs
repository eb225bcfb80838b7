using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class BacklogCounterTests
{
    private static readonly TopicPartition In = new("in", 0);

    [Fact]
    public void A_batch_that_crosses_the_end_is_counted_once_and_only_up_to_the_end()
    {
        using EmbeddedLog inner = PlanLog.With(("in", 1));
        inner.Fill(In, 100, batch: 10);
        using var log = new CommitLagLog(inner) { End = (_, _) => 35 }; // As with traffic, where more has come since.
        var clock = new PlanClock();

        PlanPartition count = Assert.Single(new BacklogCounter(log, clock, TimeSpan.FromDays(1)).CountAll(
            [(In, 0)], new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token)).Count;

        Assert.Equal((35, 35, true), (count.Records, count.End, count.IsExact));
    }
}
