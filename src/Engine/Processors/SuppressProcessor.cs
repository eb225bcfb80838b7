using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Holds rows back: a later update of a key takes the place of the one that waits. They go on in the order of the times
/// from which they wait, with their own timestamps and headers (semantics.md 2.7).
/// </summary>
/// <param name="buffer">The rows that wait.</param>
/// <param name="node">How long they wait.</param>
/// <param name="keepsOld">Whether somebody asks what a row was before: what others saw last, then.</param>
/// <param name="size">How full the buffer is; null where it has no bound.</param>
/// <param name="full">Makes what is thrown when it is full and no row may go early.</param>
/// <param name="context">Of the task.</param>
/// <param name="next">Takes them.</param>
internal sealed class SuppressProcessor<TKey, TValue>(
    TimeBuffer<TKey, Buffered<TValue>> buffer, SuppressNode<TKey, TValue> node, bool keepsOld,
    BufferSize<TKey, TValue>? size, Func<BufferSize<TKey, TValue>, KappaException> full, TaskContext context,
    Processor<TKey, Change<TValue>> next) : Processor<TKey, Change<TValue>>
    where TKey : notnull
{
    private readonly bool _isFinal = node.EndOf is not null; // A window that left sends nothing.

    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        buffer.Observe(record.TimestampMs);
        Hold(record);
        long dueMs = buffer.ObservedTimeMs - node.WaitMs;
        while (TrySendFirst(dueMs, record.TimestampMs))
        {
        }

        if (size is not { IsOver: true })
        {
            return;
        }

        if (!node.Config.EmitsEarly)
        {
            throw full(size);
        }

        while (size.IsOver && TrySendFirst(long.MaxValue, record.TimestampMs))
        {
        }
    }

    private void Hold(in Record<TKey, Change<TValue>> record)
    {
        TKey key = record.Key!;
        Change<TValue> change = record.Value;
        byte[]? headers = context.Headers.IsEmpty ? null : context.Headers.ToArray();
        if (buffer.TryFind(key, out RowPlace<WindowStart, Buffered<TValue>> place))
        {
            Buffered<TValue> held = buffer.Row(place).Value;
            var later = new Buffered<TValue>(change.New, change.HasNew, held.Prior, held.HasPrior, headers);
            size?.Remove(key, held);
            size?.Add(key, later);
            buffer.Put(place, later, record.TimestampMs);
            return;
        }

        var first = new Buffered<TValue>(
            change.New, change.HasNew, keepsOld ? change.Old : default, keepsOld && change.HasOld, headers);
        size?.Add(key, first);
        buffer.Add(key, node.EndOf is null ? record.TimestampMs : node.EndOf(key), first, record.TimestampMs);
    }

    /// <summary>Sends the first row on, if it does not wait from later than a time on.</summary>
    private bool TrySendFirst(long dueMs, long nowMs)
    {
        if (!buffer.TryFirst(dueMs, out TKey? key, out StoreRow<Buffered<TValue>> row))
        {
            return false;
        }

        Buffered<TValue> held = row.Value;
        buffer.RemoveFirst(nowMs);
        size?.Remove(key!, held);
        if (held.HasNow || !_isFinal)
        {
            context.HoldHeaders(held.Headers);
            next.Process(new Record<TKey, Change<TValue>>(
                key, true, new Change<TValue>(held.Now, held.HasNow, held.Prior, held.HasPrior), true,
                row.TimestampMs));
            context.ReleaseHeaders();
        }

        return true;
    }
}
