using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Makes cuts: decides what the next slices hold. One for each topology; its producer's id fences a second one.
/// </summary>
/// <remarks>
/// Live, everything that is new becomes one slice at once. Over a backlog cuts go by the records' timestamps, so that
/// partitions advance together (protocols.md 6). One thread.
/// </remarks>
internal sealed class Sequencer : IDisposable
{
    private readonly ILog _log;
    private readonly CutSources _sources;
    private readonly EngineSettings _settings;
    private readonly IPartitionReader?[] _readers;
    private readonly BatchBounds[] _next;
    private readonly bool[] _hasNext;
    private readonly long[] _stable;
    private readonly long[] _ends;
    private readonly long[]? _limits;

    /// <param name="log">The log.</param>
    /// <param name="sources">What cuts name.</param>
    /// <param name="settings">How large slices may be, and the clock.</param>
    /// <param name="limits">Where each source ends for it; null for the end of what is stable.</param>
    public Sequencer(ILog log, CutSources sources, EngineSettings settings, long[]? limits = null)
    {
        (_log, _sources, _settings, _limits) = (log, sources, settings, limits);
        _readers = new IPartitionReader?[sources.Count];
        _next = new BatchBounds[sources.Count];
        _hasNext = new bool[sources.Count];
        _stable = new long[sources.Count];
        _ends = new long[sources.Count];
    }

    /// <summary>Whether the last call left records for the next one.</summary>
    public bool HasMore => _hasNext.Contains(true);

    /// <summary>Adds cuts to an empty run: up to its budget over a backlog, else one.</summary>
    /// <param name="run">Begun at the last committed cut.</param>
    /// <param name="recordBudget">Most records; exceeded by less than a slice.</param>
    /// <param name="until">The last cut to make.</param>
    /// <returns>False where there is no new record.</returns>
    public bool Make(SliceRun run, long recordBudget, long until)
    {
        // One call for all partitions, each at most at its synced end (protocols.md 1).
        _log.StableEnds(_sources.Partitions, _stable);
        for (int source = 0; _limits is not null && source < _stable.Length; source++)
        {
            _stable[source] = Math.Min(_stable[source], _limits[source]);
        }

        run.LastEnds.CopyTo(_ends);
        if (!PeekAll())
        {
            return false;
        }

        long bytes = 0;
        do
        {
            Cut cut = MakeOne(run.LastCut, ref bytes);
            run.Add(cut, _ends);
        }
        while (run.Records < recordBudget && bytes < _settings.RunBytes && !run.IsFull && HasMore
            && run.LastCut.Number < until);

        return true;
    }

    public void Dispose()
    {
        foreach (IPartitionReader? reader in _readers)
        {
            reader?.Dispose();
        }
    }

    private Cut MakeOne(Cut last, ref long bytes)
    {
        long eventTime = last.EventTimeMs;
        long records = 0;

        // Every partition with a backlog moves by a batch: one timestamp in the far future must not stop its partition.
        for (int source = 0; source < _ends.Length; source++)
        {
            if (_hasNext[source])
            {
                Take(source, ref eventTime, ref records, ref bytes);
            }
        }

        while (records < _settings.SliceRecords && Earliest() is var source && source >= 0)
        {
            Take(source, ref eventTime, ref records, ref bytes);
        }

        long now = _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return new Cut(last.Number + 1, Math.Max(now, last.ClockMs), eventTime);
    }

    private void Take(int source, ref long eventTime, ref long records, ref long bytes)
    {
        BatchBounds batch = _next[source];
        eventTime = Math.Max(eventTime, batch.MaxTimestampMs);
        records += batch.Records;
        bytes += batch.Bytes;
        _ends[source] = Math.Min(batch.NextOffset, _stable[source]);
        Peek(source);
    }

    /// <summary>The partition whose next batch begins earliest; a tie goes to the first source.</summary>
    private int Earliest()
    {
        int earliest = -1;
        for (int source = 0; source < _next.Length; source++)
        {
            if (_hasNext[source]
                && (earliest < 0 || _next[source].BaseTimestampMs < _next[earliest].BaseTimestampMs))
            {
                earliest = source;
            }
        }

        return earliest;
    }

    private bool PeekAll()
    {
        bool any = false;
        for (int source = 0; source < _ends.Length; source++)
        {
            Peek(source);
            any |= _hasNext[source];
        }

        return any;
    }

    private void Peek(int source)
    {
        _hasNext[source] = false;
        if (_ends[source] > _stable[source])
        {
            return; // The source has lost records; who reads it says so.
        }

        try
        {
            PeekHere(source);
        }
        catch (KappaException error) when (error.ExitCode is ExitCodes.NotFound or ExitCodes.Usage)
        {
            // Older records are gone. Who was to read them says so; here it may be a source of other versions.
            long earliest = _log.Offsets(_sources.Partitions[source]).Earliest;
            _ends[source] = Math.Clamp(earliest, _ends[source], Math.Max(_ends[source], _stable[source]));
            PeekHere(source);
        }
    }

    /// <summary>
    /// Looks at the next batch. It looks at the end too, where nothing is new: a log that is elsewhere tells of new
    /// records only whoever waits there and has taken all that came.
    /// </summary>
    private void PeekHere(int source)
    {
        IPartitionReader reader = _readers[source] ??= _log.OpenReader(_sources.Partitions[source], _ends[source]);
        reader.Seek(_ends[source]);
        _hasNext[source] = reader.TryPeek(_stable[source], out _next[source]);
    }
}
