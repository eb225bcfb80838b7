using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Folds by key and window that slides: one that ends with each record, and one that begins right behind each record
/// and has others (semantics.md 2.3). The time of a row is that of its latest record.
/// </summary>
/// <remarks>
/// As Kafka's <c>KStreamSlidingWindowAggregate</c>, in the order in which it updates windows. The store's time is the
/// latest start that was put.
/// </remarks>
/// <param name="store">The windows.</param>
/// <param name="windows">What makes one.</param>
/// <param name="emit">When they go on.</param>
/// <param name="folding">How records are added.</param>
/// <param name="time">What lateness goes by.</param>
/// <param name="next">Takes them.</param>
internal sealed class SlidingAggregateProcessor<TKey, TValue, TTotal>(
    WindowStore<TKey, TTotal> store, SlidingWindows windows, EmitStrategy emit, Folding<TKey, TValue, TTotal> folding,
    OperatorTime time, Processor<Windowed<TKey>, Change<TTotal>> next) : Processor<TKey, TValue>
    where TKey : notnull
{
    /// <summary>More than a record can add, so that a jump of time is worked off while records come.</summary>
    private const int RowsToExpire = 64;

    private static readonly bool CanBeNull = default(TTotal) is null;

    private readonly SlidingNeighbours<TTotal> _near = new();
    private readonly long _differenceMs = windows.DifferenceMs;
    private long _nextStartMs = long.MinValue; // No window that has not closed starts earlier; not known at first.

    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey || !record.HasValue)
        {
            return;
        }

        long before = time.Ms;
        time.Observe(record.TimestampMs);
        if (record.TimestampMs + 1 + _differenceMs > time.Ms - windows.GraceMs)
        {
            _near.Clear();
            if (record.TimestampMs < _differenceMs)
            {
                AddEarly(record);
            }
            else
            {
                Add(record);
            }
        }

        if (emit == EmitStrategy.OnWindowClose && time.Ms > before)
        {
            EmitClosed(before, time.Ms);
        }

        store.Expire(RowsToExpire, record.TimestampMs);
    }

    /// <summary>Adds a record to the windows that have its time, and makes those that its coming makes.</summary>
    private void Add(in Record<TKey, TValue> record)
    {
        long timestamp = record.TimestampMs;
        RowRange<TKey, WindowStart, TTotal> range = store.Fetch(
            record.Key!, Math.Max(0, timestamp - (2 * _differenceMs)), timestamp + 1, backward: true);
        while (range.MoveNext())
        {
            RowPlace<WindowStart, TTotal> place = range.Current;
            StoreRow<TTotal> row = store.Row(place);
            _near.Meet(place.Sub.Ms, _differenceMs, timestamp, row);
            if (place.Sub.Ms + _differenceMs < timestamp)
            {
                break;
            }

            if (place.Sub.Ms <= timestamp)
            {
                Update(record, place.Sub.Ms, row);
            }
        }

        if (_near.PreviousMs is { } previous && !_near.Has(previous + 1) && previous + 1 + _differenceMs >= timestamp)
        {
            Update(record, previous + 1, default);
        }

        if (!_near.HasLeft)
        {
            bool isAlone = _near.PreviousMs is not { } last || last < timestamp - _differenceMs;
            Update(record, timestamp - _differenceMs, isAlone ? default : _near.Left);
        }

        AddRight(record);
    }

    /// <summary>
    /// Windows would begin before 1970: all such records go into the one that begins there, as in Kafka Streams.
    /// </summary>
    private void AddEarly(in Record<TKey, TValue> record)
    {
        long timestamp = record.TimestampMs;
        StoreRow<TTotal> together = default;
        RowRange<TKey, WindowStart, TTotal> range = store.Fetch(record.Key!, 0, timestamp + 1);
        while (range.MoveNext())
        {
            RowPlace<WindowStart, TTotal> place = range.Current;
            StoreRow<TTotal> row = store.Row(place);
            _near.MeetEarly(place.Sub.Ms, timestamp, row);
            if (place.Sub.Ms == 0)
            {
                together = row;
            }
            else if (place.Sub.Ms <= timestamp)
            {
                Update(record, place.Sub.Ms, row);
            }
        }

        if (!_near.Right.Exists && together.Exists && together.TimestampMs > timestamp)
        {
            _near.Right = together;
        }

        AddRight(record);
        if (_near.PreviousMs is { } previous && !_near.Has(previous + 1))
        {
            Update(record, previous + 1, default);
        }

        Update(record, 0, together);
    }

    /// <summary>The window right behind a record has what a later one has that has the record too.</summary>
    private void AddRight(in Record<TKey, TValue> record)
    {
        long timestamp = record.TimestampMs;
        if (!_near.Has(timestamp + 1) && _near.Right.Exists && _near.Right.TimestampMs > timestamp)
        {
            Put(record.Key!, timestamp + 1, _near.Right.Value, _near.Right.TimestampMs, timestamp);
        }
    }

    /// <summary>Adds a record to the total of a window, or to that of another one with the same records.</summary>
    private void Update(in Record<TKey, TValue> record, long start, in StoreRow<TTotal> given)
    {
        if (start + _differenceMs < time.Ms - windows.GraceMs)
        {
            return; // It is closed.
        }

        TTotal total = folding.Add(record, given, out long timestamp);
        Put(record.Key!, start, total, timestamp, record.TimestampMs);
    }

    private void Put(TKey key, long start, TTotal? total, long timestamp, long nowMs)
    {
        store.Observe(start);
        _nextStartMs = Math.Min(_nextStartMs, start);
        RowPlace<WindowStart, TTotal> place = store.Find(key, start);
        StoreRow<TTotal> old = store.Row(place);
        bool exists = !CanBeNull || total is not null;
        if (exists)
        {
            store.Put(place, total!, timestamp);
        }
        else
        {
            store.Delete(place, nowMs);
        }

        if (emit == EmitStrategy.OnWindowUpdate)
        {
            Send(key, start, new Change<TTotal>(total, exists, old.Value, old.Exists), timestamp);
        }
    }

    /// <summary>Sends the windows on that have closed: by start, then by the bytes of keys.</summary>
    private void EmitClosed(long before, long observed)
    {
        long closedMs = windows.GraceMs + _differenceMs + 1; // How long behind the observed time such a one starts.
        long after = before == long.MinValue ? long.MinValue : before - closedMs;
        if (observed < closedMs || observed - closedMs < _nextStartMs)
        {
            return; // Nothing closes: most records need no cursor.
        }

        _nextStartMs = long.MaxValue;
        using WindowWalk<TKey, TTotal> closing = store.ByStart(after, long.MaxValue);
        while (closing.MoveNext())
        {
            if (closing.StartMs > observed - closedMs)
            {
                _nextStartMs = closing.StartMs;
                return;
            }

            StoreRow<TTotal> row = closing.Row;
            Send(closing.Key, closing.StartMs, new Change<TTotal>(row.Value, true, default, false), row.TimestampMs);
        }
    }

    private void Send(TKey key, long start, in Change<TTotal> change, long timestamp) =>
        next.Process(new Record<Windowed<TKey>, Change<TTotal>>(
            new Windowed<TKey>(key, new Window(start, start + _differenceMs)), true, change, true, timestamp));
}
