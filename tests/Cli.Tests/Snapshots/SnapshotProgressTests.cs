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

    public void Dispose() => _error.Dispose();

    private Task ShowAsync(bool isTerminal, Func<SnapshotProgress, Task> work)
    {
        var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = _error,
            OpenInput = () => Stream.Null,
            Environment = _ => null,
            ErrorIsTerminal = isTerminal,
            Time = _clock,
        };
        return SnapshotProgress.ShowAsync(context, "t", "Reading [x].csv", work);
    }
}
