namespace Kappa.Engine.Tests;

/// <summary>How long an open transaction is waited for.</summary>
public sealed class UndecidedRecordsTests
{
    private readonly StoppedTime _time = new();
    private readonly List<string> _notices = [];
    private readonly UndecidedRecords _undecided;

    public UndecidedRecordsTests() => _undecided = new UndecidedRecords(
        new CutSources([new SourceTopic("in", 1)]),
        new EngineSettings
        {
            Seams = new() { Time = _time, Notice = _notices.Add },
            Cuts = new() { UndecidedWait = TimeSpan.FromSeconds(1) },
        });

    [Fact]
    public void The_log_is_asked_again_soon_and_when_the_wait_is_over()
    {
        TimeSpan? before = _undecided.DueIn;
        bool waits = MustWait(stable: 1, latest: 3);
        TimeSpan? first = _undecided.DueIn;
        _time.Advance(950);
        bool waitsOn = MustWait(stable: 1, latest: 3);
        TimeSpan? last = _undecided.DueIn;
        _time.Advance(50);

        Assert.False(MustWait(stable: 1, latest: 3));

        Assert.Equal((true, true), (waits, waitsOn));
        Assert.Equal(
            [null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50), null],
            [before, first, last, _undecided.DueIn]);
    }

    [Fact]
    public void A_transaction_that_was_given_up_is_not_waited_for_again_but_the_next_one_is()
    {
        MustWait(stable: 1, latest: 3);
        _time.Advance(1_000);
        MustWait(stable: 1, latest: 3);

        Assert.False(MustWait(stable: 1, latest: 9));
        Assert.True(MustWait(stable: 3, latest: 9));

        Assert.Contains("at offset 1 ", Assert.Single(_notices), StringComparison.Ordinal);
        Assert.Equal(3, _undecided.Waiting?.Offset);
    }

    [Fact]
    public void What_is_written_while_it_waits_is_not_waited_for()
    {
        MustWait(stable: 1, latest: 3);

        Assert.True(MustWait(stable: 2, latest: 5));
        Assert.False(MustWait(stable: 3, latest: 9));

        Assert.Null(_undecided.Waiting);
        Assert.Empty(_notices);
    }

    private bool MustWait(long stable, long latest) => _undecided.MustWait([stable], [latest]);
}
