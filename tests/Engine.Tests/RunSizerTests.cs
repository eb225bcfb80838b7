namespace Kappa.Engine.Tests;

public sealed class RunSizerTests
{
    [Fact]
    public void Runs_grow_while_they_hold_what_they_take_up_and_shrink_to_twice_of_what_one_could_hold()
    {
        var sizer = new RunSizer(new EngineSettings());
        sizer.End(sizer.Records, wasTruncated: false);
        long grown = sizer.Records;

        sizer.End(1_000, wasTruncated: true);

        Assert.Equal((400_000, 2_000), (grown, sizer.Records));
    }
}
