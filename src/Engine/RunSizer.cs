namespace Kappa.Engine;

/// <summary>Sizes runs so that changed state and lanes stay within memory: what a run cost says what the next may hold.</summary>
/// <remarks>
/// A task cannot end a run alone, and tasks work through a run one after another, so the bound is set before it begins.
/// The first run is small; each may be four times the one before.
/// </remarks>
internal sealed class RunSizer(EngineSettings settings)
{
    private const long FirstRecords = 100_000;

    /// <summary>Most records that the next run may take up.</summary>
    public long Records { get; private set; } = Math.Min(FirstRecords, settings.RunRecords);

    public void Observe(long records, StreamTask[] tasks)
    {
        long dirtyBytes = 0;
        foreach (StreamTask task in tasks)
        {
            dirtyBytes += task.DirtyBytes;
        }

        // Half of the caches may be changed rows; the other half keeps what is read again.
        long fits = dirtyBytes == 0 ? long.MaxValue : (long)((double)records * settings.CacheBytes / 2 / dirtyBytes);
        Records = Math.Clamp(Math.Min(fits, Records * 4), 1, settings.RunRecords);
    }
}
