namespace Kappa.Engine;

/// <summary>
/// Merges the past of added sources between the recorded cuts: slices n.1, n.2 and so on behind cut n, of the one
/// source
/// alone, that keep its number (protocols.md 6).
/// </summary>
/// <remarks>One thread. A reader that stops among them goes on where the ends say that it is.</remarks>
internal sealed class SourceHistories
{
    private readonly (SourceHistory History, int First)[] _histories;
    private readonly int[] _next;
    private readonly long[] _ends;

    /// <param name="histories">The past of each added source.</param>
    /// <param name="sources">All sources.</param>
    public SourceHistories(IEnumerable<SourceHistory> histories, CutSources sources)
    {
        _histories = [.. histories.Select(history => (
            history, sources.IndexOf(new TopicPartition(history.Topic.Topic, 0))))];
        _next = new int[_histories.Length];
        _ends = new long[sources.Count];
    }

    /// <summary>Adds what comes before a recorded cut, and brings the cut's ends to it.</summary>
    /// <param name="run">Ends at the cut before.</param>
    /// <param name="cut">The cut.</param>
    /// <param name="ends">Its ends; those of added sources are set.</param>
    /// <param name="records">Most records of the run.</param>
    /// <returns>False where the run is full before all of it is in.</returns>
    public bool AddBefore(SliceRun run, Cut cut, long[] ends, long records)
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
            run.Add(run.LastCut, _ends);
        }

        return true;
    }

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
