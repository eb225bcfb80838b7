namespace Kappa.StreamizHosting;

/// <summary>Takes the records of one output, with keys and values of their types.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
internal sealed class SendingProcessor<TKey, TValue>(string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    : IProcessor<int, SentRecord, TKey, TValue>
{
    private IProcessorContext<TKey, TValue>? _context;

    public void Init(IProcessorContext<TKey, TValue> context) => _context = context;

    public void Process(in Record<int, SentRecord> record)
    {
        SentRecord sent = record.Value!;
        if (sent.Topic != topic)
        {
            return;
        }

        Record<int, TValue> valued = sent.Value is null
            ? record.WithValue<TValue>(default).WithoutValue()
            : record.WithValue(valueSerde.Deserialize(sent.Value));
        _context!.Forward(sent.Key is null
            ? valued.WithKey<TKey>(default) : valued.WithKey(keySerde.Deserialize(sent.Key)));
    }
}
