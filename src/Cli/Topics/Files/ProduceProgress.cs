using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Hands records on, and says on standard error every few seconds how far they are.</summary>
/// <param name="inner">Takes the records.</param>
/// <param name="context">The clock, and where to write.</param>
/// <param name="topic">Where they go.</param>
/// <param name="source">The file; it knows how much of it is done.</param>
internal sealed class ProduceProgress(ILineSink inner, CliContext context, string topic, IRecordSource source)
    : ILineSink
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly long _started = context.Time.GetTimestamp();
    private TimeSpan _shown;
    private long _records;

    public void Add(long line, ReadOnlySpan<byte> text)
    {
        inner.Add(line, text);
        _records++;
    }

    public async ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        await inner.PauseAsync(cancellationToken);
        TimeSpan elapsed = context.Time.GetElapsedTime(_started);
        if (elapsed - _shown >= Interval)
        {
            _shown = elapsed;
            await context.Error.WriteLineAsync(ProgressLine.Of(
                context.Time.GetUtcNow(), topic, _records, source.Share, elapsed.TotalSeconds));
        }
    }
}
