namespace Kappa.Engine.Tests;

public sealed class SliceRunTests
{
    [Fact]
    public void A_run_that_ended_early_counts_the_records_of_the_slices_that_it_has()
    {
        var run = new SliceRun(2);
        run.Begin(Cut.Zero, [0, 0]);
        run.Add(new Cut(1, 1, 1), [3, 0]);
        run.Add(new Cut(2, 2, 2), [3, 4]);
        run.Add(new Cut(3, 3, 3), [9, 9]);

        run.Truncate(2);

        Assert.Equal((2, 7, 2), (run.Count, run.Records, run.LastCut.Number));
        Assert.Equal([3, 4], run.LastEnds.ToArray());
    }
}
