namespace Kappa.Engine;

/// <summary>
/// Bounds runs by what they really hold. The first phase of a run goes in portions of slices; behind the portion with
/// which input, changed rows, lanes or outputs reach their bound, the run ends.
/// </summary>
/// <remarks>
/// Cuts of today tell about how much input their slices have, so most runs are taken up no larger than they may be. All
/// tasks are at the same slice between two portions, since a run can only end there. A portion is as large as the one
/// before lets expect, an eighth of what is free at most. The engine's thread.
/// </remarks>
internal sealed class RunSizer(EngineSettings settings)
{
    private const long FirstRecords = 100_000;
    private const long FirstPortion = 64;
    private const long LargestPortion = 16_384;
    private const double LargestShare = 1.0 / 8;

    private long _portion = FirstPortion;
    private long _takenBefore; // Bytes of input of the runs before.
    private double _used; // Share of the bound that is used up.

    /// <summary>Most records that the next run may take up.</summary>
    public long Records { get; private set; } = Math.Min(FirstRecords, settings.Limits.RunRecords);

    /// <summary>Begins a run.</summary>
    public void Begin(StreamTask[] tasks)
    {
        _used = 0;
        _takenBefore = TakenBytes(tasks);
    }

    /// <summary>Gives the slice behind the next portion.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">The first slice of the portion.</param>
    public int NextPortion(SliceRun run, int from)
    {
        int to = from + 1;
        while (to < run.Count && run.RecordsBefore(to + 1) - run.RecordsBefore(from) <= _portion)
        {
            to++;
        }

        return to;
    }

    /// <summary>Learns from a portion that was processed.</summary>
    /// <param name="tasks">All tasks.</param>
    /// <param name="records">Records of the portion.</param>
    /// <returns>Whether the run has to end behind it.</returns>
    public bool IsFull(StreamTask[] tasks, long records)
    {
        double used = UsedShare(tasks);
        double free = Math.Max(0, 1 - used);
        double fits = Math.Max(records, 1) * Math.Min(LargestShare, free) / Math.Max(used - _used, double.Epsilon);
        _portion = (long)Math.Clamp(fits, 1, Math.Min(4 * Math.Max(_portion, records), LargestPortion));
        _used = used;
        return free == 0;
    }

    /// <summary>Learns from a run whether the next one may take up more.</summary>
    /// <param name="records">Records that it had in the end.</param>
    /// <param name="wasTruncated">Whether more were taken up than it could hold.</param>
    public void End(long records, bool wasTruncated) =>
        Records = Math.Clamp(wasTruncated ? 2 * records : 4 * Records, 1, settings.Limits.RunRecords);

    private double UsedShare(StreamTask[] tasks)
    {
        (long dirty, long sent) = (0, 0);
        foreach (StreamTask task in tasks)
        {
            dirty += task.MeasureDirty();
            sent += task.MeasureSent();
        }

        // Half of the caches may be changed rows; the other half keeps what is read again.
        double rows = (double)dirty / (settings.Limits.CacheBytes / 2);
        double input = (double)(TakenBytes(tasks) - _takenBefore) / settings.Limits.RunBytes;
        double passed = (double)sent / settings.Limits.RunBytes;
        return Math.Max(rows, Math.Max(input, passed));
    }

    private static long TakenBytes(StreamTask[] tasks)
    {
        long taken = 0;
        foreach (StreamTask task in tasks)
        {
            taken += task.BytesTaken;
        }

        return taken;
    }
}
