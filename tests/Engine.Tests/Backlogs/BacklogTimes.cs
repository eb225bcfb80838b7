namespace Kappa.Engine.Tests;

/// <summary>Makes up the timestamps of partitions.</summary>
internal sealed class BacklogTimes
{
    private const long SecondMs = 1_000;
    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;
    private const long Year2020 = 1_577_836_800_000;
    private const long Year2099 = 4_070_908_800_000;

    private readonly Random _random;
    private readonly long _span;

    /// <param name="random">Decides.</param>
    public BacklogTimes(Random random)
    {
        _random = random;
        long[] spans = [20, 10 * SecondMs, HourMs, DayMs, 40 * DayMs];
        _span = spans[random.Next(spans.Length)];
    }

    /// <summary>The time range of a topic: ranges overlap, lie apart, or one in the other.</summary>
    public (long From, long To) Range()
    {
        long from = Year2020;
        return _random.Next(6) switch
        {
            0 => (from + (_span / 3), from + (_span / 2)),
            1 => (from - (2 * _span), from - _span),
            2 => (from + (2 * _span), from + (3 * _span)),
            3 => (from + (_span / 2), from + (2 * _span)),
            _ => (from, from + _span),
        };
    }

    /// <summary>The timestamps of a partition, in the order of its offsets.</summary>
    public long[] Make(int count, long from, long to)
    {
        long grain = _random.Next(3) switch { 0 => 1, 1 => Math.Max(1, _span / 500), _ => Math.Max(1, _span / 10) };
        long[] times = [.. Enumerable.Range(0, count)
            .Select(_ => from + (_random.NextInt64(to - from + 1) / grain * grain)).Order()];
        Jitter(times);
        for (int oddities = _random.Next(4); oddities > 0 && count > 0; oddities--)
        {
            Misplace(times);
        }

        return times;
    }

    private void Jitter(long[] times)
    {
        long[] jitters = [0, 0, 1, _span / 100, _span / 5, 2 * HourMs];
        long jitter = jitters[_random.Next(jitters.Length)];
        int every = _random.Next(1, 20);
        for (int i = 0; i < times.Length && jitter > 0; i++)
        {
            times[i] += _random.Next(every) == 0 ? _random.NextInt64(-jitter, jitter + 1) : 0;
        }
    }

    /// <summary>A record, or a few in a row, with a time that cannot be right.</summary>
    private void Misplace(long[] times)
    {
        int first = _random.Next(times.Length);
        int end = Math.Min(times.Length, first + (_random.Next(3) == 0 ? _random.Next(1, 6) : 1));
        int kind = _random.Next(5);
        for (int i = first; i < end; i++)
        {
            times[i] = kind switch
            {
                0 => 0,
                1 => Year2099,
                2 => Year2099 + _random.Next(10),
                _ when i + 3 < times.Length => // Hours beyond the middle one of the three behind it, or just not so.
                    times[(i + 1)..(i + 4)].Order().ElementAt(1) + HourMs + _random.Next(-1, 2),
                _ => times[i],
            };
        }
    }
}
