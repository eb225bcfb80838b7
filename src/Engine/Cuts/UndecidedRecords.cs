namespace Kappa.Engine;

/// <summary>
/// Waits for the open transactions of sources: a partition with records that are not yet stable is not at its end, and
/// others must not be cut past them (docs/protocols.md, rule 6).
/// </summary>
/// <remarks>
/// It waits for what was written when the wait began, so that steady traffic in transactions holds nobody up for long.
/// A transaction that takes longer than <see cref="EngineCuts.UndecidedWait"/> is not waited for again. One thread.
/// </remarks>
internal sealed class UndecidedRecords(CutSources sources, EngineSettings settings)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly long[] _awaited = new long[sources.Count]; // 0 for none.
    private readonly long[] _givenUp = new long[sources.Count]; // The stable end that is not waited for any more.
    private long _since;

    /// <summary>The partition that is waited for, and its stable end; null while there is none.</summary>
    public WaitingSource? Waiting { get; private set; }

    /// <summary>How long until the log should be asked again, whether it changed or not; null for never.</summary>
    public TimeSpan? DueIn => Waiting is null ? null : Shorter(LookAgain, settings.Cuts.UndecidedWait - Elapsed);

    private TimeSpan Elapsed => settings.Seams.Time.GetElapsedTime(_since);

    /// <summary>Whether no cut should be made now.</summary>
    /// <param name="stable">The stable ends of all sources.</param>
    /// <param name="latest">The ends of all that is written to them.</param>
    public bool MustWait(ReadOnlySpan<long> stable, ReadOnlySpan<long> latest)
    {
        if (Waiting is null)
        {
            return Begin(stable, latest);
        }

        Waiting = Open(stable);
        if (Waiting is null)
        {
            return false;
        }

        if (Elapsed < settings.Cuts.UndecidedWait)
        {
            return true;
        }

        GiveUp(stable);
        return false;
    }

    private bool Begin(ReadOnlySpan<long> stable, ReadOnlySpan<long> latest)
    {
        for (int source = 0; source < stable.Length; source++)
        {
            bool isOpen = latest[source] > stable[source] && _givenUp[source] != stable[source] + 1;
            _awaited[source] = isOpen ? latest[source] : 0;
        }

        _since = settings.Seams.Time.GetTimestamp();
        Waiting = Open(stable);
        return Waiting is not null;
    }

    private WaitingSource? Open(ReadOnlySpan<long> stable)
    {
        for (int source = 0; source < stable.Length; source++)
        {
            if (stable[source] < _awaited[source])
            {
                return new WaitingSource(sources.Partitions[source], stable[source], null);
            }
        }

        return null;
    }

    private void GiveUp(ReadOnlySpan<long> stable)
    {
        for (int source = 0; source < stable.Length; source++)
        {
            if (stable[source] < _awaited[source])
            {
                _givenUp[source] = stable[source] + 1;
                settings.Seams.Notice?.Invoke(
                    $"A transaction in {sources.Partitions[source]} has been open at offset {stable[source]} for " +
                    $"{settings.Cuts.UndecidedWait.TotalSeconds:0.#} s. It is not waited for any longer: its records " +
                    "join those of other partitions as they come.");
            }
        }

        Waiting = null;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one < other ? one : other > TimeSpan.Zero ? other : TimeSpan.Zero;
}
