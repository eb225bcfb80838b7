namespace Kappa.Golden.Tests;

/// <summary>
/// Where Kappa answers otherwise than Kafka Streams on purpose, by rule and with the reason; all else is equal.
/// </summary>
/// <remarks>
/// Windows that go on when they close: Kafka Streams 4.3.1 looks for closed windows in its store after the new record
/// is in it, and the store hides windows that start more than its retention (size and grace, by default) before the
/// newest one. Where the records of a task make a gap longer than that, such as a night, the last windows before it
/// close and are never sent on. A final result that is lost for a gap is a wrong answer: Kappa sends it. So it is with
/// windows that slide; sessions Kafka finds, hidden or not.
/// </remarks>
internal static class GoldenDifferences
{
    /// <summary>Leaves out what the rules above add to the recorded answer.</summary>
    /// <returns>Null where something of it is missing.</returns>
    public static IReadOnlyList<string>? Without(GoldenCase golden, IReadOnlyList<string> found)
    {
        IReadOnlySet<string> lost = LostByKafka(golden);
        return found.Count(lost.Contains) == lost.Count ? [.. found.Where(line => !lost.Contains(line))] : null;
    }

    /// <summary>The lines that Kafka Streams owes, worked out by a model of windows without code of Kappa.</summary>
    public static IReadOnlySet<string> LostByKafka(GoldenCase golden)
    {
        var lost = new HashSet<string>();
        if ((string?)golden.Spec["emit"] != "close" || golden.Spec["gapMs"] is not null)
        {
            return lost;
        }

        return golden.Spec["diffMs"] is null ? OfTime(golden) : new SlidingModel(golden).Lost;
    }

    private static HashSet<string> OfTime(GoldenCase golden)
    {
        var lost = new HashSet<string>();
        long size = (long)golden.Spec["sizeMs"]!;
        long advance = (long)golden.Spec["advanceMs"]!;
        long grace = (long)golden.Spec["graceMs"]!;
        var rows = new SortedDictionary<(long Start, string Key), (string Total, long TimestampMs)>();
        long observed = long.MinValue;
        for (int i = 0; i < golden.Input.Count; i++)
        {
            if ((string?)golden.Input[i]![1] is not { } key)
            {
                continue;
            }

            long timestamp = (long)golden.Input[i]![3]!;
            (long before, observed) = (observed, Math.Max(observed, timestamp));
            long first = Math.Max(0, timestamp - size + advance) / advance * advance;
            for (long start = first; start <= timestamp; start += advance)
            {
                if (start + size > observed - grace)
                {
                    (string total, long last) = rows.GetValueOrDefault((start, key), ("", long.MinValue));
                    string text = (string?)golden.Input[i]![2] ?? "null";
                    rows[(start, key)] = (total.Length == 0 ? text : $"{total},{text}", Math.Max(last, timestamp));
                }
            }

            long hidden = (observed / advance * advance) - size - grace;
            foreach (((long start, string owner), (string total, long last)) in rows)
            {
                bool closes = start + size <= observed - grace
                    && (before == long.MinValue || start + size > before - grace);
                if (closes && start < hidden)
                {
                    lost.Add($"{i} out {owner}@{start}/{start + size} {total} {last}");
                }
            }
        }

        return lost;
    }
}
