using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Brings the past of added sources to the recorded cuts.</summary>
/// <remarks>
/// Records of an <see cref="AddedSource"/> join the slices of the recorded cuts. Those of a <see cref="SourceHistory"/>
/// come in slices n.1, n.2 and so on behind cut n, of the one source alone, that keep its number. A slice that has
/// grown by what joined it is divided: it may be, anywhere, since the order of the merge goes on behind each part. Its
/// parts but the last have the number of the cut before. One thread. A reader that stops among them goes on where the
/// ends say that it is.
/// </remarks>
internal sealed class SourceHistories : IDisposable
{
    private readonly SourceMerge _merge;
    private readonly int _sliceRecords;
    private readonly (SourceHistory History, int First)[] _histories;
    private readonly (AddedSource Source, int First)[] _joining;
    private readonly int[] _next;
    private readonly long[] _ends;

    /// <param name="log">The log.</param>
    /// <param name="pasts">The past of each added source.</param>
    /// <param name="sources">All sources.</param>
    /// <param name="settings">How large slices may be.</param>
    public SourceHistories(
        ILog log, IReadOnlyList<SourcePast> pasts, CutSources sources, EngineSettings settings)
    {
        _merge = new SourceMerge(log, sources, pasts, settings with { Seams = settings.Seams with { Notice = null } });
        _sliceRecords = settings.Limits.SliceRecords;
        _histories = [.. pasts.OfType<SourceHistory>().Select(history => (history, FirstOf(history, sources)))];
        _joining = [.. pasts.OfType<AddedSource>().Select(source => (source, FirstOf(source, sources)))];
        _next = new int[_histories.Length];
        _ends = new long[sources.Count];
    }

    /// <summary>Adds what comes before a recorded cut, and brings the cut's ends to it.</summary>
    /// <param name="run">Ends at the cut before.</param>
    /// <param name="cut">The cut.</param>
    /// <param name="ends">Its ends; those of added sources are set.</param>
    /// <param name="info">How its slice was cut.</param>
    /// <param name="records">Most records of the run.</param>
    /// <returns>False where the run is full before all of it is in.</returns>
    public bool AddBefore(SliceRun run, Cut cut, long[] ends, SliceInfo info, long records)
    {
        bool hasJoined = false;
        foreach ((AddedSource source, int first) in _joining)
        {
            if (cut.Number <= source.Cut)
            {
                source.EndsAt(cut).CopyTo(ends.AsSpan(first));
                hasJoined = true;
            }
        }

        return AddSlicesBefore(run, cut, ends, records)
            && (!hasJoined || !info.MergesByPlace || AddParts(run, cut, ends, records));
    }

    /// <summary>The reader goes back to cuts that it has read: the past before them comes again.</summary>
    public void GoBack() => Array.Clear(_next); // What is done is skipped by the run's ends.

    public void Dispose() => _merge.Dispose();

    /// <summary>Adds all parts but the last of the slice that leads from the run's end to a cut's ends.</summary>
    private bool AddParts(SliceRun run, Cut cut, long[] ends, long records)
    {
        if (Distance(run.LastEnds, ends) <= _sliceRecords)
        {
            return true;
        }

        run.LastEnds.CopyTo(_ends);
        _merge.Load(_ends, ends, _ => true);
        while (Distance(_ends, ends) > _sliceRecords && _merge.HasMore)
        {
            if (run.Count > 0 && run.Records >= records)
            {
                return false;
            }

            long eventTime = 0;
            SliceInfo part = _merge.Take(_ends, ref eventTime, out long bytes);
            if (!_merge.HasMore)
            {
                return true; // Offsets without records made it look longer: it is the last one.
            }

            run.AddPart(cut, _ends, part, bytes);
        }

        return true;
    }

    private static long Distance(ReadOnlySpan<long> from, ReadOnlySpan<long> to)
    {
        long distance = 0;
        for (int source = 0; source < from.Length; source++)
        {
            distance += Math.Max(0, to[source] - from[source]);
        }

        return distance;
    }

    private bool AddSlicesBefore(SliceRun run, Cut cut, long[] ends, long records)
    {
        while (Earliest(run, cut) is var index and >= 0)
        {
            if (run.Count > 0 && run.Records >= records)
            {
                return false;
            }

            (SourceHistory history, int first) = _histories[index];
            long[] reached = history.Steps[_next[index]++].Ends;
            run.LastEnds.CopyTo(_ends);
            reached.CopyTo(_ends.AsSpan(first));
            reached.CopyTo(ends.AsSpan(first));
            run.Add(run.LastCut, _ends, new SliceInfo(SliceInfo.OwnTimestampRule, 0, 0), 0);
        }

        return true;
    }

    private static int FirstOf(SourcePast past, CutSources sources) =>
        sources.IndexOf(new TopicPartition(past.Topic.Topic, 0));

    /// <summary>The history whose next step comes first, of those that come before the cut; -1 for none.</summary>
    private int Earliest(SliceRun run, Cut cut)
    {
        int earliest = -1;
        for (int i = 0; i < _histories.Length; i++)
        {
            SkipDone(i, run.LastEnds);
            SourceHistory history = _histories[i].History;
            bool isDue = _next[i] < history.Steps.Count && cut.Number <= history.Cut
                && (cut.Number == history.Cut || history.Steps[_next[i]].EventTimeMs <= cut.EventTimeMs);
            if (isDue && (earliest < 0 || TimeOf(i) < TimeOf(earliest)))
            {
                earliest = i;
            }
        }

        return earliest;
    }

    private long TimeOf(int index) => _histories[index].History.Steps[_next[index]].EventTimeMs;

    private void SkipDone(int index, ReadOnlySpan<long> ends)
    {
        (SourceHistory history, int first) = _histories[index];
        while (_next[index] < history.Steps.Count
            && IsReached(history.Steps[_next[index]].Ends, ends.Slice(first, history.Topic.Partitions)))
        {
            _next[index]++;
        }
    }

    private static bool IsReached(long[] step, ReadOnlySpan<long> ends)
    {
        for (int partition = 0; partition < step.Length; partition++)
        {
            if (step[partition] > ends[partition])
            {
                return false;
            }
        }

        return true;
    }
}
