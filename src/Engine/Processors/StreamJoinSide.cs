using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Records of one of two streams that are joined, against those that the other one has kept.</summary>
/// <remarks>
/// As Kafka's <c>KStreamJoinWindow</c> and <c>KStreamKStreamJoin</c> one behind the other: a record is kept first, then
/// joined (semantics.md 2.9).
/// </remarks>
/// <param name="own">
/// Takes the records; null where the stream is joined with itself, and the other side takes them.
/// </param>
/// <param name="other">The records of the other stream.</param>
/// <param name="beforeMs">How long before a record the other one may be, in milliseconds.</param>
/// <param name="afterMs">How long after a record the other one may be, in milliseconds.</param>
/// <param name="waiting">Records that leave alone when nothing joins them; null in an inner join.</param>
/// <param name="joiner">(key, value, other value) => result.</param>
/// <param name="next">Takes the results.</param>
internal sealed class StreamJoinSide<TKey, TThis, TOther, TResult>(
    BufferStore<TKey, TThis>? own, BufferStore<TKey, TOther> other, long beforeMs, long afterMs,
    StreamJoinWaiting<TKey, TThis, TOther>? waiting, Func<TKey, TThis?, TOther?, TResult> joiner,
    Processor<TKey, TResult> next) : Processor<TKey, TThis>
    where TKey : notnull
{
    /// <summary>More than a record adds, so that a jump of time is worked off while records come.</summary>
    private const int RowsToExpire = 64;

    public override void Process(in Record<TKey, TThis> record)
    {
        bool isJoined = record.HasKey && record.HasValue;
        if (isJoined && own is not null)
        {
            own.Observe(record.TimestampMs);
            own.Add(record.Key!, record.TimestampMs, record.Value!);
        }

        waiting?.Unmatched.Observe(record.TimestampMs); // A record that is dropped moves time too.
        if (isJoined)
        {
            waiting?.Unmatched.Close(afterMs, record.TimestampMs);
            Join(record);
            own?.Expire(RowsToExpire, record.TimestampMs);
        }
        else if (record.HasValue && waiting?.Own is not null)
        {
            Send(record, default, record.TimestampMs); // Without a key nothing can come for it (KIP-962).
        }
    }

    private void Join(in Record<TKey, TThis> record)
    {
        TKey key = record.Key!;
        long timestamp = record.TimestampMs;
        long matched = long.MinValue;
        RowRange<TKey, BufferPlace, TOther> rows = other.Fetch(
            key, Math.Max(0, timestamp - beforeMs), timestamp + afterMs);
        while (rows.MoveNext())
        {
            RowPlace<BufferPlace, TOther> place = rows.Current;
            TOther? value = other.Row(in place).Value;
            if (place.Sub.Ms != matched)
            {
                matched = place.Sub.Ms;
                waiting?.Other?.RemoveAll(key, matched, timestamp);
            }

            Send(record, value, Math.Max(timestamp, matched));
        }

        if (matched == long.MinValue && waiting?.Own is { } alone)
        {
            LeaveAlone(record, alone);
        }
    }

    private void LeaveAlone(in Record<TKey, TThis> record, BufferStore<TKey, TThis> alone)
    {
        // Grace would let it wait, and Kafka Streams does not (KAFKA-19536): so it is here.
        if (record.TimestampMs + afterMs < waiting!.Unmatched.StreamTimeMs)
        {
            Send(record, default, record.TimestampMs);
            return;
        }

        waiting.Unmatched.Wait(record.TimestampMs);
        alone.Add(record.Key!, record.TimestampMs, record.Value!);
    }

    private void Send(in Record<TKey, TThis> record, TOther? value, long timestampMs)
    {
        TResult result = joiner(record.Key!, record.Value, value);
        next.Process(new Record<TKey, TResult>(
            record.Key, record.HasKey, result, Values.Exist(result), timestampMs));
    }
}
