using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>What an operator of the user's own sees (docs/semantics.md, 2.26).</summary>
internal sealed class OwnContext<TKeyOut, TValueOut>(Node node, InterpretedTask task)
    : IProcessorContext<TKeyOut, TValueOut>
{
    private long _timestampMs;

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(task.Cut.ClockMs);

    public long StreamTimeMs => task.StreamTimeMs;

    public Random Random => throw new NotSupportedException("The interpreter draws no numbers.");

    public bool IsReplaying => throw new NotSupportedException("The interpreter neither is live nor replays.");

    public int Partition => task.Number;

    public string? Topic => task.Cause?.Topic;

    public long Offset => task.Cause?.Offset ?? -1;

    public RecordHeaders Headers => throw new NotSupportedException("The interpreter has no headers.");

    public IKeyValueStore<TKey, TValue> KeyValueStore<TKey, TValue>(string name)
    {
        var store = (StoreSpec<TKey, TValue>)node.Stores.Single(store => store.Name == name);
        return new OwnRows<TKey, TValue>(task.Store(name), store.KeySerde, () => _timestampMs);
    }

    public IWindowStore<TKey, TValue> WindowStore<TKey, TValue>(string name)
    {
        var store = (WindowStoreSpec<TKey, TValue>)node.Stores.Single(store => store.Name == name);
        return new OwnWindows<TKey, TValue>(task.Store(name), store.KeySerde, () => _timestampMs);
    }

    public ISchedule Schedule(TimeSpan interval, PunctuationType type, Action<long> callback)
    {
        var timer = new Timer(type, (long)interval.TotalMilliseconds, now => At(
            Math.Max(0, Math.Max(task.StreamTimeMs, task.Cut.EventTimeMs)), () => callback(now)));
        task.Timers.Add(timer);
        return timer;
    }

    public void Forward(in Record<TKeyOut, TValueOut> record) => task.Send(node, ItemOf(record));

    public void Forward(TKeyOut key, TValueOut value) =>
        Forward(new Record<TKeyOut, TValueOut>(key, value, _timestampMs));

    public void Forward(in Record<TKeyOut, TValueOut> record, string child)
    {
        foreach (Node next in node.Children.Distinct().Where(next => next is ISinkNode sink
            ? sink.Topic == child : next.Name == child || next.Name == $"{node.Name}.{child}"))
        {
            task.SendTo(next, next.Parents.ToList().IndexOf(node), ItemOf(record));
        }
    }

    /// <summary>Calls the user's code at a time: what it stores gets it.</summary>
    public void At(long timestampMs, Action call)
    {
        _timestampMs = timestampMs;
        call();
    }

    private static Item ItemOf(in Record<TKeyOut, TValueOut> record) => new(
        record.Key, record.HasKey, record.HasValue ? record.Value : null, record.HasValue, record.TimestampMs);
}
