namespace Kappa.Engine.Tests;

public sealed class ThreadPhaseSchedulerTests
{
    [Fact]
    public void Every_item_has_run_once_when_a_phase_ends_however_many_phases_follow_each_other()
    {
        using var scheduler = new ThreadPhaseScheduler(4, "test");
        int[] runs = new int[7];
        Action<int> work = item => runs[item]++;
        for (int phase = 1; phase <= 4_000; phase++)
        {
            int count = phase % (runs.Length + 1);
            Array.Clear(runs);

            scheduler.Run(count, work);

            Assert.Equal(Enumerable.Range(0, runs.Length).Select(item => item < count ? 1 : 0), runs);
        }
    }

    [Fact]
    public void Errors_come_together_after_all_other_items_have_run_and_the_next_phase_is_free_of_them()
    {
        using var scheduler = new ThreadPhaseScheduler(3, "test");
        int ran = 0;
        Action<int> work = item =>
        {
            Interlocked.Increment(ref ran);
            _ = item % 2 == 0 ? throw new InvalidOperationException($"Item {item}.") : 0;
        };

        AggregateException errors = Assert.Throws<AggregateException>(() => scheduler.Run(6, work));
        scheduler.Run(2, _ => Interlocked.Increment(ref ran));

        Assert.All(errors.InnerExceptions, error => Assert.IsType<InvalidOperationException>(error));
        Assert.Equal(8, ran);
    }

    [Fact]
    public void A_seeded_scheduler_also_runs_the_others_when_an_item_throws()
    {
        using var scheduler = new SeededPhaseScheduler(new Random(1));
        int ran = 0;

        Assert.Throws<AggregateException>(() => scheduler.Run(5, item => _ = ++ran == 1
            ? throw new InvalidOperationException($"Item {item}.") : 0));

        Assert.Equal(5, ran);
    }

    [Fact]
    public void Disposing_ends_the_threads()
    {
        var scheduler = new ThreadPhaseScheduler(4, "test");
        scheduler.Run(4, _ => { });

        scheduler.Dispose(); // Joins them: it returns only when they have ended.
    }
}
