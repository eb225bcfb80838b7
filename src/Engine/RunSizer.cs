namespace Kappa.Engine;

/// <summary>
/// Sizes runs so that input, changed state and lanes stay within memory: what a run cost says what the next may hold.
/// </summary>
/// <remarks>
/// A task cannot end a run alone, and tasks work through a run one after another, so the bound is set before it begins.
/// The first run is small; each may be four times the one before.
/// </remarks>
internal sealed class RunSizer
{
    private const long FirstRecords = 100_000;

    private readonly EngineSettings _settings;
    private long _bytesTaken;

    /// <param name="settings">The bounds.</param>
    /// <param name="recordBytes">Average size of a source record: recorded cuts say nothing of bytes.</param>
    public RunSizer(EngineSettings settings, long recordBytes)
    {
        _settings = settings;
        long fits = settings.RunBytes / Math.Max(1, recordBytes);
        Records = Math.Clamp(Math.Min(FirstRecords, fits), 1, settings.RunRecords);
    }

    /// <summary>Most records that the next run may take up.</summary>
    public long Records { get; private set; }

    /// <summary>Learns from a run that was processed and is not yet committed.</summary>
    public void Observe(long records, StreamTask[] tasks)
    {
        (long dirtyBytes, long bytesTaken) = (0, 0);
        foreach (StreamTask task in tasks)
        {
            dirtyBytes += task.DirtyBytes;
            bytesTaken += task.BytesTaken;
        }

        // Half of the caches may be changed rows; the other half keeps what is read again.
        long fits = Math.Min(
            Fits(records, dirtyBytes, _settings.CacheBytes / 2),
            Fits(records, bytesTaken - _bytesTaken, _settings.RunBytes));
        _bytesTaken = bytesTaken;
        Records = Math.Clamp(Math.Min(fits, Records * 4), 1, _settings.RunRecords);
    }

    /// <summary>How many records take so many bytes, if this many took those.</summary>
    private static long Fits(long records, long bytes, long budget) =>
        bytes == 0 ? long.MaxValue : (long)((double)records * budget / bytes);
}
