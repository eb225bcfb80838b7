using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Folds by key and window. Lateness goes by the highest timestamp that this operator has seen, which commits with its
/// rows (semantics.md 2.1, 2.2, 2.6).
/// </summary>
internal sealed class WindowAggregateProcessor<TKey, TValue, TTotal>(
    WindowStore<TKey, TTotal> store, TimeWindows windows, EmitStrategy emit, Folding<TKey, TValue, TTotal> folding,
    Processor<Windowed<TKey>, Change<TTotal>> next, OperatorTime? time = null) : Processor<TKey, TValue>
    where TKey : notnull
{
    // Asked first: the runtime puts a number into a box to see that it is not null, unless it optimises that away.
    private static readonly bool CanBeNull = default(TTotal) is null;

    /// <summary>More than a record can add, so that a jump of time is worked off while records come.</summary>
    private readonly int _rowsToExpire = (int)Math.Min(int.MaxValue, (windows.SizeMs / windows.AdvanceMs) + 64);

    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey || !folding.Takes(record))
        {
            return;
        }

        long before = time?.Ms ?? store.ObservedTimeMs;
        long observed = Math.Max(before, record.TimestampMs);
        store.Observe(observed);
        time?.Observe(observed);
        long last = windows.LastStart(record.TimestampMs);
        for (long start = windows.FirstStart(record.TimestampMs); start <= last; start += windows.AdvanceMs)
        {
            if (start + windows.SizeMs > observed - windows.GraceMs)
            {
                Update(record, start);
            }
        }

        if (emit == EmitStrategy.OnWindowClose && observed > before)
        {
            EmitClosed(before, observed);
        }

        store.Expire(_rowsToExpire, record.TimestampMs);
    }

    private void Update(in Record<TKey, TValue> record, long start)
    {
        TKey key = record.Key!;
        RowPlace<WindowStart, TTotal> place = store.Find(key, start);
        StoreRow<TTotal> row = store.Row(place);
        TTotal total = folding.Add(record, row, out long timestamp);
        bool exists = !CanBeNull || total is not null;
        if (exists)
        {
            store.Put(place, total, timestamp);
        }
        else
        {
            store.Delete(place, timestamp);
        }

        if (emit == EmitStrategy.OnWindowUpdate)
        {
            Send(key, start, new Change<TTotal>(total, exists, row.Value, row.Exists), timestamp);
        }
    }

    /// <summary>
    /// Sends the windows on that closed as the observed time moved: by start, then by the bytes of keys.
    /// </summary>
    private void EmitClosed(long before, long observed)
    {
        long closed = windows.GraceMs + windows.SizeMs; // How long behind the observed time a window starts that is.
        long after = before == long.MinValue ? long.MinValue : before - closed;
        if (observed < closed || windows.LastStart(observed - closed) <= after)
        {
            return; // No window starts there.
        }

        using WindowWalk<TKey, TTotal> closing = store.ByStart(after, observed - closed);
        while (closing.MoveNext())
        {
            StoreRow<TTotal> row = closing.Row;
            Send(closing.Key, closing.StartMs, new Change<TTotal>(row.Value, true, default, false), row.TimestampMs);
        }
    }

    private void Send(TKey key, long start, Change<TTotal> change, long timestamp) =>
        next.Process(new Record<Windowed<TKey>, Change<TTotal>>(
            new Windowed<TKey>(key, new Window(start, start + windows.SizeMs)), true, change, true, timestamp));
}
