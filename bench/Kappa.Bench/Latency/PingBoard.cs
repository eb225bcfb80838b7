namespace Kappa.Bench;

/// <summary>Which records are on their way, and whether the results are those that they must give.</summary>
/// <remarks>Thread-safe. A result of a group answers all its records that it counts.</remarks>
internal sealed class PingBoard(int groups)
{
    private readonly Lock _lock = new();
    private readonly List<(long Sent, int Number)>[] _sent =
        [.. Enumerable.Range(0, groups).Select(_ => new List<(long, int)>())];

    private readonly int[] _answered = new int[groups];
    private readonly long[] _sums = new long[groups];
    private long _open;
    private long _wrong;

    /// <summary>Whether all records have their result.</summary>
    public bool IsClear
    {
        get
        {
            lock (_lock)
            {
                return _open == 0;
            }
        }
    }

    /// <summary>Results that were wrong, and records without one.</summary>
    public long Wrong
    {
        get
        {
            lock (_lock)
            {
                return _wrong + _open;
            }
        }
    }

    public void Sent(Ping ping, long timestamp)
    {
        lock (_lock)
        {
            _sent[ping.Group].Add((timestamp, ping.Number));
            _open++;
        }
    }

    /// <summary>Takes a result.</summary>
    /// <param name="group">Of which group.</param>
    /// <param name="total">The result.</param>
    /// <param name="answered">Receives number and time of each record that it is the first result of.</param>
    public void Arrived(int group, PingTotal total, Action<int, long> answered)
    {
        lock (_lock)
        {
            if (group < 0 || group >= groups || total.Count <= _answered[group] || total.Count > _sent[group].Count)
            {
                _wrong++;
                return;
            }

            for (int record = _answered[group]; record < total.Count; record++)
            {
                (long sent, int number) = _sent[group][record];
                _sums[group] += number;
                answered(number, sent);
                _open--;
            }

            _answered[group] = total.Count;
            _wrong += _sums[group] == total.Sum ? 0 : 1;
        }
    }
}
