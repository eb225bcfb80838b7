using Kappa.Snapshots;

namespace Kappa.Cli.Tests;

/// <summary>How far the reading of a dump is shown to be.</summary>
public sealed class SnapshotProgressTests : IDisposable
{
    private readonly StringWriter _error = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Without_a_terminal_a_line_every_few_seconds_has_rate_and_remaining_time()
    {
        await ShowAsync(isTerminal: false, async progress =>
        {
            progress.Share = () => 0.25;
            _clock.Advance(TimeSpan.FromSeconds(4));
            await progress.ReportAsync(600);
            Assert.Empty(_error.ToString());
            _clock.Advance(TimeSpan.FromSeconds(6));
            await progress.ReportAsync(400);
        });

        Assert.Equal(
            $"time=2026-11-22T15:07:32Z topic=t records=1000 percent=25.0 rate=100 eta=30s{Environment.NewLine}",
            _error.ToString());
    }

    [Fact]
    public async Task Where_nobody_knows_how_much_there_is_the_line_says_so()
    {
        await ShowAsync(isTerminal: false, async progress =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await progress.ReportAsync(50);
        });

        Assert.Contains("records=50 percent=unknown rate=10 eta=unknown", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_while_a_dump_is_read_comes_through_on_a_terminal_too()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => ShowAsync(
            isTerminal: true, _ => throw new InvalidDataException()));
    }

    [Fact]
    public void Each_phase_behind_the_reading_has_its_own_rate_and_remaining_time()
    {
        using var phases = new SnapshotPhases(ContextOf(isTerminal: false), "t");
        phases.Report(new SnapshotStep(SnapshotPhase.Reading, 0, 0));
        _clock.Advance(TimeSpan.FromSeconds(60));
        phases.Report(new SnapshotStep(SnapshotPhase.Comparing, 0, 4000));
        _clock.Advance(TimeSpan.FromSeconds(10));
        phases.Report(new SnapshotStep(SnapshotPhase.Comparing, 1000, 4000));
        phases.Report(new SnapshotStep(SnapshotPhase.Writing, 0, 50));
        _clock.Advance(TimeSpan.FromSeconds(5));
        phases.Report(new SnapshotStep(SnapshotPhase.Writing, 25, 50));

        Assert.Equal(
            ["phase=comparing records=1000 percent=25.0 rate=100 eta=30s",
                "phase=writing records=25 percent=50.0 rate=5 eta=5s"],
            _error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[line.IndexOf("phase", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task On_a_terminal_a_bar_of_a_phase_is_gone_before_the_next_one_stands()
    {
        CliContext context = ContextOf(isTerminal: true);
        using var phases = new SnapshotPhases(context, "t");
        phases.Report(new SnapshotStep(SnapshotPhase.CatchingUp, 0, 100));
        _clock.Advance(TimeSpan.FromSeconds(1));
        phases.Report(new SnapshotStep(SnapshotPhase.CatchingUp, 50, 100)); // A log has offsets without records.
        phases.Report(new SnapshotStep(SnapshotPhase.Reading, 0, 0));
        bool hasRead = false;

        // Two at once are an error of the terminal's library.
        await SnapshotProgress.ShowAsync(context, "t", "Reading x", _ => Task.FromResult(hasRead = true));
        phases.Report(new SnapshotStep(SnapshotPhase.Settling, 0, 0));

        Assert.True(hasRead);
    }

    public void Dispose() => _error.Dispose();

    private Task ShowAsync(bool isTerminal, Func<SnapshotProgress, Task> work) =>
        SnapshotProgress.ShowAsync(ContextOf(isTerminal), "t", "Reading [x].csv", work);

    private CliContext ContextOf(bool isTerminal) => new()
    {
        Out = TextWriter.Null,
        Error = _error,
        OpenInput = () => Stream.Null,
        Environment = _ => null,
        ErrorIsTerminal = isTerminal,
        Time = _clock,
    };
}
