using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Passes over the first records of a file: those that an earlier run has written.</summary>
/// <remarks>They are parsed as those are that are written, so that the same lines count as records.</remarks>
internal sealed class SkippedRecords(ILineSink inner, long skip, RecordFields fields) : ILineSink
{
    private readonly RecordLineParser _parser = new(fields);

    /// <summary>How many were passed over.</summary>
    public long Skipped { get; private set; }

    public void Add(long line, ReadOnlySpan<byte> text)
    {
        if (Skipped == skip)
        {
            inner.Add(line, text);
        }
        else if (_parser.TryParse(line, text))
        {
            Skipped++;
        }
    }

    public ValueTask PauseAsync(CancellationToken cancellationToken) => inner.PauseAsync(cancellationToken);
}
