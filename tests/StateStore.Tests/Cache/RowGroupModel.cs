namespace Kappa.StateStores.Tests;

/// <summary>A cache of row groups beside a sorted dictionary that has the same rows.</summary>
internal sealed class RowGroupModel(Random random, string[] keys, int subs)
{
    private readonly SortedDictionary<(int Key, long Sub), (string Value, long TimestampMs)> _rows = [];
    private SortedDictionary<(int Key, long Sub), (string Value, long TimestampMs)> _committed = [];
    private long _timeMs = long.MinValue;
    private long _committedTimeMs = long.MinValue;

    /// <summary>Rows that are committed.</summary>
    public int CommittedRows => _committed.Count;

    /// <summary>One operation by chance.</summary>
    public void Operate(RowGroupStore<string, WindowStart, string> store, int step)
    {
        int key = random.Next(keys.Length);
        long sub = Sub(key);
        switch (random.Next(20))
        {
            case 0: CheckRange(store, key, backward: false, change: random.Next(3) == 0, step); break;
            case 1: CheckRange(store, key, backward: true, change: random.Next(3) == 0, step); break;
            case 2: SetTime(store, step); break;
            default: Change(store, key, sub, step); break;
        }
    }

    /// <summary>Checks every row, forward or backward.</summary>
    public void CheckAll(RowGroupStore<string, WindowStart, string> store)
    {
        Assert.Equal(_timeMs, store.ObservedTimeMs);
        for (int key = 0; key < keys.Length; key++)
        {
            CheckRows(store, key, long.MinValue, long.MaxValue, backward: random.Next(2) == 0);
        }
    }

    public void Committed() => (_committed, _committedTimeMs) = (new(_rows), _timeMs);

    /// <summary>What was not committed is lost.</summary>
    public void Dropped()
    {
        _rows.Clear();
        foreach (((int, long) row, (string, long) value) in _committed) { _rows.Add(row, value); }
        _timeMs = _committedTimeMs;
    }

    /// <summary>Places near each other, with the outermost among them; one key has most rows.</summary>
    private long Sub(int key) => random.Next(200) switch
    {
        0 => long.MinValue,
        1 => long.MaxValue,
        _ when key == 0 => random.Next(subs) - 10, // One right behind the other.
        _ => (random.Next(Math.Max(2, subs / 20)) - 10) * 3L,
    };

    private void SetTime(RowGroupStore<string, WindowStart, string> store, int step)
    {
        Assert.Equal(_timeMs, store.ObservedTimeMs);
        store.ObservedTimeMs = _timeMs = step;
    }

    private void Change(RowGroupStore<string, WindowStart, string> store, int key, long sub, int step)
    {
        RowPlace<WindowStart, string> place = store.Find(keys[key], new WindowStart(sub));
        CheckRow(key, sub, store.Row(place));
        int choice = random.Next(10);
        if (choice < 6) { Put(store, place, key, step); }
        else if (choice < 8) { Delete(store, place, key, step); }
    }

    private void Put(
        RowGroupStore<string, WindowStart, string> store, RowPlace<WindowStart, string> place, int key, int step)
    {
        store.Put(place, $"{step}", step);
        _rows[(key, place.Sub.Ms)] = ($"{step}", step);
    }

    private void Delete(
        RowGroupStore<string, WindowStart, string> store, RowPlace<WindowStart, string> place, int key, int step)
    {
        store.Delete(place, step);
        _rows.Remove((key, place.Sub.Ms));
    }

    private void CheckRange(
        RowGroupStore<string, WindowStart, string> store, int key, bool backward, bool change, int step)
    {
        (long from, long to) = (Sub(key), Sub(key));
        if (!change)
        {
            CheckRows(store, key, from, to, backward);
            return;
        }

        // Rows behind the walk may come and go, of this key and of others.
        RowRange<string, WindowStart, string> range =
            store.Range(keys[key], new WindowStart(from), new WindowStart(to), backward);
        long? last = null;
        while (range.MoveNext())
        {
            long sub = range.Current.Sub.Ms;
            Assert.InRange(sub, from, to);
            Assert.True(last is null || (backward ? sub < last : sub > last));
            last = sub;
            CheckRow(key, sub, store.Row(range.Current));
            if (random.Next(3) == 0) { Delete(store, range.Current, key, step); }
            else if (random.Next(3) == 0) { Put(store, range.Current, key, step); }
            else if (random.Next(3) == 0) { Change(store, random.Next(keys.Length), Sub(key), step); }
        }
    }

    private void CheckRows(
        RowGroupStore<string, WindowStart, string> store, int key, long from, long to, bool backward)
    {
        List<(long, string, long)> found = [];
        RowRange<string, WindowStart, string> range =
            store.Range(keys[key], new WindowStart(from), new WindowStart(to), backward);
        while (range.MoveNext())
        {
            StoreRow<string> row = store.Row(range.Current);
            found.Add((range.Current.Sub.Ms, row.Value!, row.TimestampMs));
        }

        IEnumerable<(long, string, long)> expected = _rows
            .Where(row => row.Key.Key == key && row.Key.Sub >= from && row.Key.Sub <= to)
            .Select(row => (row.Key.Sub, row.Value.Value, row.Value.TimestampMs));
        Assert.Equal(backward ? expected.Reverse() : expected, found);
    }

    private void CheckRow(int key, long sub, StoreRow<string> row)
    {
        StoreRow<string> expected = default;
        if (_rows.TryGetValue((key, sub), out (string Value, long TimestampMs) known))
        {
            expected = new StoreRow<string> { Value = known.Value, TimestampMs = known.TimestampMs, Exists = true };
        }

        Assert.Equal(expected, row);
    }
}
