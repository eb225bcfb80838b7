namespace Kappa.Engine.Tests;

/// <summary>Sessions against their definition: records of a key that follow each other within the gap.</summary>
public sealed class SessionModelTests
{
    private const int Cases = 10_000;

    [Fact]
    public void Sessions_of_random_records_are_those_of_their_definition()
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
        (long gap, long grace) = (random.Next(1, 12), random.Next(3) == 0 ? 0 : random.Next(25));
        ProcessorHarness sessions = Sessions(gap, grace);
        Dictionary<string, string> rows = [];
        Dictionary<(string Key, long Start, long End), int> expected = [];
        (long observed, long timestamp) = (-1_000, 100);
        for (int record = random.Next(1, 14); record > 0; record--)
        {
            timestamp += random.Next(-15, 20);
            string key = random.Next(9) == 0 ? "-" : $"{(char)('a' + random.Next(2))}";
            string value = random.Next(6) == 0 ? "-" : "v";
            Apply(rows, sessions.Pipe($"{key}={value}@{timestamp}"));
            if (key != "-")
            {
                long hiddenTo = observed - gap - grace;
                observed = Math.Max(observed, timestamp);
                Take(expected, key, timestamp, gap, hiddenTo, observed - gap - grace);
            }
        }

        Assert.Equal(
            expected.Select(row => $"{row.Key.Key}@{row.Key.Start}/{row.Key.End}={row.Value}@{row.Key.End}")
                .Order(StringComparer.Ordinal),
            rows.Select(row => $"{row.Key}={row.Value}").Order(StringComparer.Ordinal));
    }

    private static void Take(
        Dictionary<(string Key, long Start, long End), int> sessions, string key, long time, long gap, long hiddenTo,
        long closesAt)
    {
        (string Key, long Start, long End)[] near = [.. sessions.Keys.Where(session => session.Key == key
            && session.End > hiddenTo && session.Start - gap <= time && session.End + gap >= time)];
        long end = near.Select(session => session.End).Append(time).Max();
        if (end >= closesAt)
        {
            long start = near.Select(session => session.Start).Append(time).Min();
            int count = near.Sum(session => sessions[session]) + 1;
            Array.ForEach(near, session => sessions.Remove(session));
            sessions[(key, start, end)] = count;
        }
    }

    /// <summary>A table follows from its updates.</summary>
    private static void Apply(Dictionary<string, string> rows, string updates)
    {
        foreach (string update in updates.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = update.IndexOf('=', StringComparison.Ordinal);
            (string key, string row) = (update[..equals], update[(equals + 1)..]);
            if (row[0] == '-')
            {
                rows.Remove(key);
            }
            else
            {
                rows[key] = row;
            }
        }
    }

    private static ProcessorHarness Sessions(long gap, long grace)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .WindowedBy(SessionWindows.OfInactivityGapAndGrace(
                TimeSpan.FromMilliseconds(gap), TimeSpan.FromMilliseconds(grace)))
            .Count().ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out");
        return new ProcessorHarness(builder.Build("sessions"));
    }
}
