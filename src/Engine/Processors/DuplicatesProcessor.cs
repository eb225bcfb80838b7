using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Lets through what has not gone on before (semantics.md 2.31). The store's time is the highest timestamp that came,
/// and commits with its rows.
/// </summary>
internal sealed class DuplicatesProcessor<TKey, TValue, TIdentity>(
    WindowStore<TIdentity, long> seen, Identify<TKey, TValue, TIdentity> identify, long withinMs, TaskContext context,
    Processor<TKey, TValue> next) : Processor<TKey, TValue>
    where TIdentity : notnull
{
    private const int RowsToExpire = 64; // More than a record adds, so that a jump of time is worked off.

    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey || !identify(record.Key!, record.Value, record.HasValue, out TIdentity? identity))
        {
            return;
        }

        long timestampMs = record.TimestampMs;
        seen.Observe(timestampMs);
        if (timestampMs >= seen.ObservedTimeMs - withinMs && !IsKnown(identity!, timestampMs))
        {
            seen.Put(seen.Find(identity!, timestampMs), context.Offset, timestampMs);
            next.Process(record);
        }

        seen.Expire(RowsToExpire, timestampMs);
    }

    private bool IsKnown(TIdentity identity, long timestampMs) => seen.Fetch(
        identity, Math.Max(0, timestampMs - withinMs), timestampMs + withinMs).MoveNext();
}
