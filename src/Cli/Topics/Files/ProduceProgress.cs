using System.Globalization;
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
            await context.Error.WriteLineAsync(Line(elapsed.TotalSeconds));
        }
    }

    private string Line(double seconds)
    {
        (string percent, string eta) = ("unknown", "unknown");
        if (source.Share is > 0 and { } share)
        {
            percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 1_000) / 10:0.0}");
            eta = string.Create(CultureInfo.InvariantCulture, $"{seconds * (1 - share) / share:0}s");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"time={context.Time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} topic={topic} " +
            $"records={_records} percent={percent} rate={_records / seconds:0} eta={eta}");
    }
}
