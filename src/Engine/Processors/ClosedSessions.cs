using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Sends sessions on that closed: by end, then by start, then by the bytes of keys.</summary>
internal sealed class ClosedSessions<TKey, TTotal>(
    SessionStore<TKey, TTotal> store, Processor<Windowed<TKey>, Change<TTotal>> next)
    where TKey : notnull
{
    private readonly List<(TKey Key, SessionSpan Span, TTotal Total)> _together = []; // Those of one end.
    private long _nextEndMs = long.MinValue; // No session that has not closed ends earlier; not known at first.

    /// <summary>A session is written.</summary>
    public void Add(long endMs) => _nextEndMs = Math.Min(_nextEndMs, endMs);

    /// <summary>Sends them on.</summary>
    /// <param name="afterMs">Only sessions that end later than this.</param>
    /// <param name="toMs">Only sessions that do not end later than this.</param>
    public void Send(long afterMs, long toMs)
    {
        if (toMs < 0 || toMs <= afterMs || toMs < _nextEndMs)
        {
            return; // No session ends there: most records need no cursor.
        }

        _nextEndMs = long.MaxValue;
        using TimeWalk<TKey, SessionSpan, TTotal> closing = store.ByEnd(afterMs, long.MaxValue);
        while (closing.MoveNext())
        {
            if (closing.Sub.EndMs > toMs)
            {
                _nextEndMs = closing.Sub.EndMs;
                break;
            }

            if (_together.Count > 0 && _together[0].Span.EndMs != closing.Sub.EndMs)
            {
                SendTogether();
            }

            _together.Add((closing.Key, closing.Sub, closing.Row.Value!));
        }

        SendTogether();
    }

    /// <summary>The walk has them by key; few end in one millisecond, so that moving them costs little.</summary>
    private void SendTogether()
    {
        if (_together.Count > 1)
        {
            SortByStart();
        }

        foreach ((TKey key, SessionSpan span, TTotal total) in _together)
        {
            next.Process(new Record<Windowed<TKey>, Change<TTotal>>(
                new Windowed<TKey>(key, new Window(span.StartMs, span.EndMs)), true,
                new Change<TTotal>(total, true, default, false), true, span.EndMs));
        }

        _together.Clear();
    }

    private void SortByStart()
    {
        (TKey Key, SessionSpan Span, TTotal Total)[] sorted =
            [.. _together.OrderBy(session => session.Span.StartMs)]; // Keeps the order of keys.
        _together.Clear();
        _together.AddRange(sorted);
    }
}
