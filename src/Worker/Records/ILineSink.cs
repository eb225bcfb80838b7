namespace Kappa.Worker;

/// <summary>Takes the lines of a stream.</summary>
internal interface ILineSink
{
    /// <summary>Takes a line, without its end; it is valid during the call.</summary>
    /// <param name="line">Its number, from 1.</param>
    /// <param name="text">The line; not blank.</param>
    void Add(long line, ReadOnlySpan<byte> text);

    /// <summary>The lines that have come so far are through; more may follow at once, later, or never.</summary>
    ValueTask PauseAsync(CancellationToken cancellationToken);
}
