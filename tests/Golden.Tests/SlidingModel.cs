namespace Kappa.Golden.Tests;

/// <summary>
/// Windows that slide, by their definition and without code of Kappa: which of them close without ever being sent on.
/// </summary>
/// <remarks>
/// A window ends with each record, and one begins right behind each record that has a later one within the difference;
/// records before 1970 and the difference share the window that begins there. Which of them there are follows from the
/// records that were taken, but for those that would be made when they have closed.
/// </remarks>
internal sealed class SlidingModel
{
    private readonly long _difference;
    private readonly long _grace;
    private readonly SortedDictionary<(long Start, string Key), (string Total, long TimestampMs)> _rows = [];
    private readonly HashSet<string> _lost = [];
    private long _observed = long.MinValue;
    private long _latest = long.MinValue; // The latest start that was written: the store's time.

    public SlidingModel(GoldenCase golden)
    {
        (_difference, _grace) = ((long)golden.Spec["diffMs"]!, (long)golden.Spec["graceMs"]!);
        for (int i = 0; i < golden.Input.Count; i++)
        {
            if ((string?)golden.Input[i]![1] is { } key && (string?)golden.Input[i]![2] is { } value)
            {
                Take(i, key, value, (long)golden.Input[i]![3]!);
            }
        }
    }

    /// <summary>The lines that Kafka Streams owes.</summary>
    public IReadOnlySet<string> Lost => _lost;

    private long Hidden => _latest == long.MinValue ? _latest : _latest - (2 * _difference) - _grace - 1;

    private void Take(int input, string key, string value, long timestamp)
    {
        long before = _observed;
        _observed = Math.Max(_observed, timestamp);
        if (timestamp + 1 + _difference > _observed - _grace)
        {
            Add(key, value, timestamp);
        }

        foreach (((long start, string owner), (string total, long last)) in _rows)
        {
            bool closes = start + _difference < _observed - _grace
                && (before == long.MinValue || start + _difference >= before - _grace);
            if (closes && start <= Hidden)
            {
                _lost.Add($"{input} out {owner}@{start}/{start + _difference} {total} {last}");
            }
        }
    }

    private void Add(string key, string value, long timestamp)
    {
        // Recorded cases have timestamps above the difference: there is no window that begins in 1970.
        (long Start, string Total, long Last)[] near = [.. _rows
            .Where(row => row.Key.Key == key && row.Key.Start > Hidden
                && row.Key.Start >= timestamp - (2 * _difference) && row.Key.Start <= timestamp + 1)
            .Select(row => (row.Key.Start, row.Value.Total, row.Value.TimestampMs))];
        (long Start, string Total, long Last)[] ended = [.. near.Where(row => row.Start + _difference < timestamp)];
        (long Start, string Total, long Last)[] with = [.. near.Where(row =>
            row.Start + _difference >= timestamp && row.Start <= timestamp)];
        (long Start, string Total, long Last)[] beyond = [.. with.Where(row => row.Start + _difference > timestamp)];
        long previous = with.Where(row => row.Start + _difference == timestamp && row.Last < timestamp)
            .Concat(ended.TakeLast(1)).Select(row => row.Last).LastOrDefault(long.MinValue);
        foreach ((long start, string total, long last) in with.Reverse())
        {
            Put(key, start, Join(total, value), Math.Max(last, timestamp));
        }

        bool follows = previous != long.MinValue && previous + 1 + _difference >= timestamp;
        if (follows && near.All(row => row.Start != previous + 1))
        {
            Put(key, previous + 1, value, timestamp);
        }

        if (with.All(row => row.Start + _difference != timestamp))
        {
            bool isNear = ended.Length > 0 && previous >= timestamp - _difference;
            Put(key, timestamp - _difference, Join(isNear ? ended[^1].Total : "", value), timestamp);
        }

        if (beyond.Length > 0 && beyond[^1].Last > timestamp && near.All(row => row.Start != timestamp + 1))
        {
            _latest = Math.Max(_latest, timestamp + 1);
            _rows[(timestamp + 1, key)] = (beyond[^1].Total, beyond[^1].Last);
        }
    }

    private void Put(string key, long start, string total, long timestamp)
    {
        if (start + _difference < _observed - _grace)
        {
            return;
        }

        _latest = Math.Max(_latest, start);
        if (start > Hidden)
        {
            _rows[(start, key)] = (total, timestamp);
        }
    }

    private static string Join(string total, string value) => total.Length == 0 ? value : $"{total},{value}";
}
