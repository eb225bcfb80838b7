using System.Globalization;
using Spectre.Console;

namespace Kappa.Cli;

/// <summary>
/// Says on standard error how far a dump is: a bar with rate and remaining time on a terminal, elsewhere a line every
/// few seconds.
/// </summary>
internal sealed class SnapshotProgress
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(100);

    private readonly CliContext _context;
    private readonly string _topic;
    private readonly string _title;
    private readonly ProgressTask? _bar;
    private readonly string? _phase;
    private readonly long _started;
    private TimeSpan _shown;
    private long _rows;

    private SnapshotProgress(
        CliContext context, string topic, string title, ProgressTask? bar, string? phase, long? started)
    {
        (_context, _topic, _title, _bar, _phase) = (context, topic, title, bar, phase);
        _started = started ?? context.Time.GetTimestamp();
    }

    /// <summary>Tells how much of the dump is read, from 0 to 1; null where nobody knows.</summary>
    public Func<double?> Share { get; set; } = () => null;

    /// <summary>Does work that reports how far it is.</summary>
    /// <param name="context">The clock, and where to write.</param>
    /// <param name="topic">Where the rows go.</param>
    /// <param name="title">What it does.</param>
    /// <param name="work">The work.</param>
    /// <param name="phase">What lines call it; null for the reading.</param>
    /// <param name="started">The timestamp at which it began; null for now.</param>
    public static Task ShowAsync(
        CliContext context, string topic, string title, Func<SnapshotProgress, Task> work, string? phase = null,
        long? started = null)
    {
        if (!context.ErrorIsTerminal)
        {
            return work(new SnapshotProgress(context, topic, title, bar: null, phase, started));
        }

        return TextTable.Open(context.Error, isTerminal: true, context.ErrorHasColor).Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                ProgressTask bar = progress.AddTask(Markup.Escape(title), maxValue: 1);
                await work(new SnapshotProgress(context, topic, title, bar, phase, started));
                bar.Value = 1;
            });
    }

    /// <summary>So many more rows have come.</summary>
    public async ValueTask ReportAsync(long rows)
    {
        _rows += rows;
        TimeSpan elapsed = _context.Time.GetElapsedTime(_started);
        if (elapsed - _shown < (_bar is null ? LineInterval : BarInterval))
        {
            return;
        }

        _shown = elapsed;
        double? share = Share();
        if (_bar is not null)
        {
            _bar.Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{Markup.Escape(_title)}  {_rows:N0} rows  {_rows / elapsed.TotalSeconds:N0}/s");
            _bar.IsIndeterminate = share is null;
            _bar.Value = share ?? 0;
        }
        else
        {
            await _context.Error.WriteLineAsync(
                ProgressLine.Of(
                    _context.Time.GetUtcNow(), _topic, _rows, share, elapsed.TotalSeconds, _phase));
        }
    }
}
