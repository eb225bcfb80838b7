using Microsoft.Extensions.Logging;

namespace Kappa.Cli;

/// <summary>
/// Writes log events as lines. One that comes again within <see cref="Window"/> is counted and told once, when that is
/// over: an error that repeats a thousand times a second fills no disk. Thread-safe.
/// </summary>
/// <param name="to">Where to.</param>
/// <param name="form">Makes a line of an event.</param>
/// <param name="least">Events below that are not written.</param>
/// <param name="time">The clock.</param>
internal sealed class LineLogger(TextWriter to, Func<LogLine, string> form, LogLevel least, TimeProvider time)
    : ILogger, IDisposable
{
    /// <summary>How long the repetitions of an event are held back.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Different events of a window whose repetitions are counted; of others all are written.</summary>
    private const int MostOpen = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Open> _open = new(StringComparer.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Write(new LogLine(
                time.GetUtcNow(), logLevel, eventId.Name, formatter(state, exception).ReplaceLineEndings(" ")));
        }
    }

    /// <summary>Tells what was counted.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (string text in _open.Keys.ToArray())
            {
                Close_NeedsLock(text);
            }
        }
    }

    private void Write(LogLine line)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(line.Text, out Open? open))
            {
                open.Repeats++;
                return;
            }

            to.WriteLine(form(line));
            if (_open.Count < MostOpen)
            {
                _open.Add(line.Text, new Open(
                    line, time.CreateTimer(_ => Close(line.Text), null, Window, Timeout.InfiniteTimeSpan)));
            }
        }
    }

    private void Close(string text)
    {
        lock (_lock)
        {
            Close_NeedsLock(text);
        }
    }

    private void Close_NeedsLock(string text)
    {
        if (!_open.Remove(text, out Open? open))
        {
            return;
        }

        open.Timer.Dispose();
        if (open.Repeats > 0)
        {
            to.WriteLine(form(open.Line with { At = time.GetUtcNow(), Repeats = open.Repeats }));
        }
    }

    private sealed class Open(LogLine line, ITimer timer)
    {
        public LogLine Line => line;

        public ITimer Timer => timer;

        public int Repeats { get; set; }
    }
}
