using Kappa.Logs;

namespace Kappa.Engine.Tests;

public sealed class SequencerTests
{
    [Fact]
    public void No_cut_is_made_beyond_the_last_one_that_is_wanted()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, [.. Enumerable.Range(0, 5).Select(i => ("k", "v", (long)i))]);
        var settings = new EngineSettings { Limits = new() { SliceRecords = 1 } };
        using var sequencer = new Sequencer(log, new CutSources([new SourceTopic("in", 1)]), settings);
        var run = new SliceRun(1);
        run.Begin(Cut.Zero, [0]);

        Assert.True(sequencer.Make(run, recordBudget: 100, until: 2));

        Assert.Equal((2, 2, true), (run.LastCut.Number, run.LastEnds[0], sequencer.HasMore));
    }
}
