namespace Kappa.Simulation.Tests;

/// <summary>Whether lines are those of some writers, each in its order.</summary>
internal static class Shuffle
{
    /// <summary>Why they are not; null where they are.</summary>
    public static string? WhyNot(string[][] writers, string[] lines)
    {
        // How far each writer may have come: where two could have written a line, both ways are followed.
        Dictionary<string, int[]> ways = Distinct([new int[writers.Length]]);
        for (int line = 0; line < lines.Length; line++)
        {
            Dictionary<string, int[]> next = Distinct(ways.Values.SelectMany(way => Steps(writers, way, lines[line])));
            if (next.Count == 0)
            {
                return $"line {line} of {lines.Length} may not come there.\ninterpreter: " +
                    string.Join("\n         or: ", Wanted(writers, ways.Values.First())) +
                    $"\n     engine: {lines[line]}";
            }

            ways = next;
        }

        string[] missing = [.. Wanted(writers, ways.Values.First())];
        return missing.Length == 0 ? null
            : $"it ends behind {lines.Length} lines.\ninterpreter: {missing[0]}\n     engine: nothing";
    }

    private static IEnumerable<int[]> Steps(string[][] writers, int[] way, string line)
    {
        for (int writer = 0; writer < writers.Length; writer++)
        {
            if (way[writer] < writers[writer].Length && writers[writer][way[writer]] == line)
            {
                int[] step = [.. way];
                step[writer]++;
                yield return step;
            }
        }
    }

    private static IEnumerable<string> Wanted(string[][] writers, int[] way) => writers
        .Select((lines, writer) => lines.ElementAtOrDefault(way[writer])).OfType<string>();

    private static Dictionary<string, int[]> Distinct(IEnumerable<int[]> ways)
    {
        var distinct = new Dictionary<string, int[]>();
        foreach (int[] way in ways)
        {
            distinct.TryAdd(string.Join(',', way), way);
        }

        return distinct;
    }
}
