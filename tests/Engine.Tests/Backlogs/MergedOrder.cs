namespace Kappa.Engine.Tests;

/// <summary>
/// The order in which a backlog is to be processed, worked out without any code of Kappa: all partitions merged by the
/// timestamps of their heads, ties by topic name, then partition; a partition stays in the order of its offsets.
/// </summary>
internal static class MergedOrder
{
    /// <summary>
    /// A head that is further beyond the second lowest of the three records behind it takes that one's turn.
    /// </summary>
    private const long OutOfPlaceMs = 3_600_000;

    private const int LooksBehind = 3;

    public static IEnumerable<(PastPartition Partition, PastRecord Record)> Of(Backlog backlog)
    {
        PastPartition[] ranked = backlog.Partitions;
        var next = new int[ranked.Length];
        for (int stage = 0; stage < backlog.Stages; stage++)
        {
            while (Lowest(ranked, next, stage) is var lowest and >= 0)
            {
                yield return (ranked[lowest], ranked[lowest].Records[next[lowest]++]);
            }
        }
    }

    private static int Lowest(PastPartition[] ranked, int[] next, int stage)
    {
        int lowest = -1;
        long lowestTurn = 0;
        for (int i = 0; i < ranked.Length; i++)
        {
            if (next[i] == ranked[i].StageEnds[stage])
            {
                continue;
            }

            long turn = TurnOf(ranked[i].Records.AsSpan(next[i]..ranked[i].StageEnds[stage]));
            if (lowest < 0 || turn < lowestTurn)
            {
                (lowest, lowestTurn) = (i, turn);
            }
        }

        return lowest;
    }

    private static long TurnOf(ReadOnlySpan<PastRecord> left)
    {
        if (left.Length <= LooksBehind)
        {
            return left[0].TimestampMs;
        }

        long a = left[1].TimestampMs;
        long b = left[2].TimestampMs;
        long c = left[3].TimestampMs;
        long second = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
        return left[0].TimestampMs > second + OutOfPlaceMs ? second : left[0].TimestampMs;
    }
}
