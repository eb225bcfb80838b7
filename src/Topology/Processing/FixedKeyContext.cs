namespace Kappa.Building;

/// <summary>The context of an operator that leaves the key alone.</summary>
internal sealed class FixedKeyContext<TKey, TValueOut>(IProcessorContext<TKey, TValueOut> inner)
    : IFixedKeyProcessorContext<TKey, TValueOut>
{
    public DateTimeOffset Now => inner.Now;

    public long StreamTimeMs => inner.StreamTimeMs;

    public Random Random => inner.Random;

    public bool IsReplaying => inner.IsReplaying;

    public int Partition => inner.Partition;

    public string? Topic => inner.Topic;

    public long Offset => inner.Offset;

    public RecordHeaders Headers => inner.Headers;

    public IKeyValueStore<TStoreKey, TStoreValue> KeyValueStore<TStoreKey, TStoreValue>(string name) =>
        inner.KeyValueStore<TStoreKey, TStoreValue>(name);

    public IWindowStore<TStoreKey, TStoreValue> WindowStore<TStoreKey, TStoreValue>(string name) =>
        inner.WindowStore<TStoreKey, TStoreValue>(name);

    public ISchedule Schedule(TimeSpan interval, PunctuationType type, Action<long> callback) =>
        inner.Schedule(interval, type, callback);

    public void Forward(in FixedKeyRecord<TKey, TValueOut> record) => inner.Forward(record.Record);

    public void Forward(in FixedKeyRecord<TKey, TValueOut> record, string child) =>
        inner.Forward(record.Record, child);
}
