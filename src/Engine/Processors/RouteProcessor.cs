namespace Kappa.Engine;

/// <summary>Sends each record to the topic that a function names.</summary>
internal sealed class RouteProcessor<TKey, TValue>(
    string node, TopicNameExtractor<TKey, TValue> extractor,
    IReadOnlyDictionary<string, Processor<TKey, TValue>> topics, TaskContext context) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        bool hasRecord = context.HasRecord && !context.IsTimer;
        string topic = extractor(record.Key!, record.Value!, new RecordContext(
            hasRecord ? context.Source.Topic : null, hasRecord ? context.Source.Partition : -1,
            hasRecord ? context.Offset : -1, record.TimestampMs, new RecordHeaders(context.Headers)));
        if (topic is null || !topics.TryGetValue(topic, out Processor<TKey, TValue>? next))
        {
            throw ChoiceErrors.TopicNotNamed(node, topic, topics.Keys);
        }

        next.Process(record);
    }
}
