using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Folds by key and session. A record that joins sessions makes one of them: the old ones leave, each by a tombstone,
/// before the new one comes (semantics.md 2.4).
/// </summary>
/// <param name="store">The sessions.</param>
/// <param name="windows">What makes one.</param>
/// <param name="emit">When they go on.</param>
/// <param name="folding">How records are added.</param>
/// <param name="time">What lateness goes by; null for the time of the store.</param>
/// <param name="next">Takes them.</param>
internal sealed class SessionAggregateProcessor<TKey, TValue, TTotal>(
    SessionStore<TKey, TTotal> store, SessionWindows windows, EmitStrategy emit, Folding<TKey, TValue, TTotal> folding,
    OperatorTime? time, Processor<Windowed<TKey>, Change<TTotal>> next) : Processor<TKey, TValue>
    where TKey : notnull
{
    /// <summary>More than a record can add, so that a jump of time is worked off while records come.</summary>
    private const int RowsToExpire = 64;

    private static readonly bool CanBeNull = default(TTotal) is null;

    private readonly List<(SessionSpan Span, StoreRow<TTotal> Row)> _joined = [];
    private readonly ClosedSessions<TKey, TTotal> _closed = new(store, next);

    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey || !folding.Takes(record))
        {
            return;
        }

        long before = time?.Ms ?? store.ObservedTimeMs;
        long observed = Math.Max(before, record.TimestampMs);
        time?.Observe(observed);
        long closesMs = windows.GapMs + windows.GraceMs; // How long behind its end a session is closed.
        SessionSpan session = Join(record.Key!, record.TimestampMs);
        if (session.EndMs >= observed - closesMs)
        {
            Update(record, session);
        }

        if (emit == EmitStrategy.OnWindowClose && observed > before)
        {
            _closed.Send(before == long.MinValue ? long.MinValue : before - closesMs - 1, observed - closesMs - 1);
        }

        store.Expire(RowsToExpire, record.TimestampMs);
    }

    /// <summary>Finds the sessions that a record joins, and what they become.</summary>
    /// <remarks>
    /// From the last one: a session that grows leaves a removed row for each of its ends, until the commit, and the one
    /// that it has come to lies behind them all.
    /// </remarks>
    private SessionSpan Join(TKey key, long timestamp)
    {
        _joined.Clear();
        (long start, long end) = (timestamp, timestamp);
        RowRange<TKey, SessionSpan, TTotal> range = store.Fetch(key, timestamp - windows.GapMs, backward: true);
        while (range.MoveNext())
        {
            RowPlace<SessionSpan, TTotal> place = range.Current;
            if (place.Sub.StartMs > timestamp + windows.GapMs)
            {
                continue; // A later one.
            }

            _joined.Add((place.Sub, store.Row(place)));
            (start, end) = (Math.Min(start, place.Sub.StartMs), Math.Max(end, place.Sub.EndMs));
            if (place.Sub.StartMs <= timestamp)
            {
                break; // Two of a key are further apart than the gap: all others ended too early.
            }
        }

        _joined.Reverse(); // Totals are merged, and old rows leave, in the order of their ends.
        return new SessionSpan(end, start);
    }

    private void Update(in Record<TKey, TValue> record, SessionSpan session)
    {
        TKey key = record.Key!;
        (TTotal? total, bool has) = (default, false);
        foreach ((SessionSpan _, StoreRow<TTotal> row) in _joined)
        {
            (total, has) = (folding.Merge(key, total, has, row.Value!), true);
        }

        StoreRow<TTotal> replaced = default;
        foreach ((SessionSpan span, StoreRow<TTotal> row) in _joined)
        {
            if (span == session && session.StartMs == session.EndMs)
            {
                replaced = row; // One of a single moment stays what it is, with another total, as in Kafka Streams.
                continue;
            }

            store.Delete(store.Find(key, span), record.TimestampMs);
            Send(key, span, new Change<TTotal>(default, false, row.Value, true));
        }

        total = folding.Add(record, total!, has);
        store.Observe(session.EndMs);
        _closed.Add(session.EndMs);
        bool exists = !CanBeNull || total is not null;
        RowPlace<SessionSpan, TTotal> place = store.Find(key, session);
        if (exists)
        {
            store.Put(place, total, session.EndMs);
        }
        else
        {
            store.Delete(place, record.TimestampMs);
        }

        Send(key, session, new Change<TTotal>(total, exists, replaced.Value, replaced.Exists));
    }

    private void Send(TKey key, SessionSpan span, in Change<TTotal> change)
    {
        if (emit == EmitStrategy.OnWindowUpdate)
        {
            next.Process(new Record<Windowed<TKey>, Change<TTotal>>(
                new Windowed<TKey>(key, new Window(span.StartMs, span.EndMs)), true, change, true, span.EndMs));
        }
    }
}
