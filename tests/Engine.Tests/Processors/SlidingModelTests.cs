namespace Kappa.Engine.Tests;

/// <summary>
/// Windows that slide against their definition: one ends with each record, and one begins right behind each record that
/// has others within the difference.
/// </summary>
public sealed class SlidingModelTests
{
    private const int Cases = 10_000;

    [Fact]
    public void Windows_of_random_records_are_those_of_their_definition_while_none_is_late()
    {
        foreach (int seed in Seeds.For(1))
        {
            Seeds.Run(seed, random =>
            {
                for (int round = 0; round < Cases; round++)
                {
                    Try(random);
                }
            });
        }
    }

    private static void Try(Random random)
    {
        long difference = random.Next(0, 15);
        ProcessorHarness sliding = Sliding(difference);
        (Dictionary<string, string> rows, Dictionary<string, List<long>> taken) = ([], []);
        long timestamp = random.Next(5) == 0 ? 0 : 100; // The first windows begin in 1970.
        for (int record = random.Next(1, 14); record > 0; record--)
        {
            timestamp = Math.Max(0, timestamp + random.Next(-12, 15));
            string key = random.Next(9) == 0 ? "-" : $"{(char)('a' + random.Next(2))}";
            string value = random.Next(9) == 0 ? "-" : "v";
            foreach (string update in sliding.Pipe($"{key}={value}@{timestamp}").Split(
                ' ', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = update.IndexOf('=', StringComparison.Ordinal);
                rows[update[..equals]] = update[(equals + 1)..];
            }

            if (key != "-" && value != "-")
            {
                (taken.TryGetValue(key, out List<long>? times) ? times : taken[key] = []).Add(timestamp);
            }
        }

        string[] expected = [.. taken.SelectMany(of => Windows(of.Value, difference).Select(window =>
            $"{of.Key}@{window.Start}/{window.Start + difference}={window.Count}@{window.Last}"))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(expected, rows.Select(row => $"{row.Key}={row.Value}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(long Start, int Count, long Last)> Windows(List<long> times, long difference) => times
        .Select(time => Math.Max(0, time - difference)).Concat(times.Select(time => time + 1)).Distinct()
        .Select(start => (start, In: times.Where(time => time >= start && time <= start + difference).ToArray()))
        .Where(window => window.In.Length > 0)
        .Select(window => (window.start, window.In.Length, window.In.Max()));

    private static ProcessorHarness Sliding(long difference)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .WindowedBy(SlidingWindows.OfTimeDifferenceAndGrace(
                TimeSpan.FromMilliseconds(difference), TimeSpan.FromDays(1)))
            .Count().ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out");
        return new ProcessorHarness(builder.Build("sliding"));
    }
}
