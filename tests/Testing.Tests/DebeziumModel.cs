namespace Kappa.Testing.Tests;

/// <summary>
/// Changes of a table as capture and snapshots tell them, at random, and which rows they come to: worked out from all
/// of a key at once, without Kappa.
/// </summary>
/// <param name="Captured">Captured changes, in the order of their topic.</param>
/// <param name="Snapshots">Changes that snapshots wrote, in the order of their topic.</param>
internal sealed record DebeziumModel(
    IReadOnlyList<DebeziumModel.Change> Captured, IReadOnlyList<DebeziumModel.Change> Snapshots)
{
    private const int Keys = 4;

    /// <summary>A change: a row, or a deletion where it has no value.</summary>
    internal sealed record Change(string Key, int? Value, long TimeMs, bool IsTombstone = false);

    /// <summary>Times that mostly rise, as clocks do, and that meet often.</summary>
    public static DebeziumModel AtRandom(Random random)
    {
        List<Change> captured = [];
        List<Change> snapshots = [];
        for (long time = 10; time < 60; time += random.Next(3))
        {
            string key = $"k{random.Next(Keys)}";
            int? value = random.Next(3) == 0 ? null : random.Next(1_000);
            if (random.Next(2) == 0)
            {
                snapshots.Add(new Change(key, value, time));
                continue;
            }

            captured.Add(new Change(key, value, time - (random.Next(8) == 0 ? 5 : 0)));
            if (random.Next(value is null ? 2 : 10) == 0)
            {
                captured.Add(new Change(key, null, 0, IsTombstone: true));
            }
        }

        return new DebeziumModel(captured, snapshots);
    }

    /// <summary>Both together, each in its own order.</summary>
    public IEnumerable<(bool IsCaptured, Change Change)> Interleaved(Random random)
    {
        for ((int captured, int snapshot) = (0, 0); captured < Captured.Count || snapshot < Snapshots.Count;)
        {
            int left = Captured.Count - captured + Snapshots.Count - snapshot;
            bool isCaptured = random.Next(left) < Captured.Count - captured;
            yield return (isCaptured, isCaptured ? Captured[captured++] : Snapshots[snapshot++]);
        }
    }

    /// <summary>The rows that there are in the end.</summary>
    public Dictionary<string, int> Rows()
    {
        var rows = new Dictionary<string, int>();
        foreach (string key in Captured.Concat(Snapshots).Select(change => change.Key).Distinct())
        {
            Change[] captured = [.. Captured.Where(change => change.Key == key)];
            long capturedMs = captured.Where(change => !change.IsTombstone)
                .Select(change => change.TimeMs).DefaultIfEmpty(-1).Max();
            Change? snapshot = Snapshots.LastOrDefault(change => change.Key == key);
            Change? last = snapshot is null || capturedMs >= snapshot.TimeMs ? captured[^1] : snapshot;
            if (last.Value is { } value)
            {
                rows.Add(key, value);
            }
        }

        return rows;
    }
}
