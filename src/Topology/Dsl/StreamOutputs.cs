using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Outputs of a stream whose topic is chosen record by record.</summary>
public static class StreamOutputs
{
    /// <summary>Writes each record to the topic that a function names.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="topicOf">(key, value) => one of the topics; pure.</param>
    /// <param name="topics">All topics that the function may name, which only this operator writes.</param>
    /// <param name="produced">Serdes and partitioner, for all of them.</param>
    /// <remarks>
    /// The topics are named here, unlike in Kafka Streams, so that a version knows its outputs. All are stream outputs.
    /// </remarks>
    /// <exception cref="KappaException">
    /// KAP1040: no topic is named. KAP1008, KAP1011 or KAP1012: one is misnamed, a source, or written twice.
    /// </exception>
    public static void To<TKey, TValue>(
        this KStream<TKey, TValue> stream, Func<TKey, TValue, string> topicOf, IEnumerable<string> topics,
        Produced<TKey, TValue>? produced = null)
    {
        ArgumentNullException.ThrowIfNull(topicOf);
        stream.To((key, value, _) => topicOf(key, value), topics, produced);
    }

    /// <summary>
    /// Writes each record to the topic that a function names, which sees where the record comes from.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="topicOf">(key, value, context) => one of the topics; pure.</param>
    /// <param name="topics">All topics that the function may name, which only this operator writes.</param>
    /// <param name="produced">Serdes and partitioner, for all of them.</param>
    /// <remarks>
    /// The topics are named here, unlike in Kafka Streams, so that a version knows its outputs: each is muted,
    /// compared and switched like that of a plain <c>To</c>, and a replay writes none of them by mistake. All are
    /// stream outputs, also behind a table's ToStream: a row that moves to another topic leaves the old one nothing.
    /// </remarks>
    /// <exception cref="KappaException">
    /// KAP1040: no topic is named. KAP1008, KAP1011 or KAP1012: one is misnamed, a source, or written twice.
    /// </exception>
    public static void To<TKey, TValue>(
        this KStream<TKey, TValue> stream, TopicNameExtractor<TKey, TValue> topicOf, IEnumerable<string> topics,
        Produced<TKey, TValue>? produced = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(topicOf);
        ArgumentNullException.ThrowIfNull(topics);
        string[] named = [.. topics.Select(Names.CheckedTopic).Distinct().Order(StringComparer.Ordinal)];
        string name = stream.NameOf("route");
        if (named.Length == 0)
        {
            throw OutputErrors.NoTopics(name);
        }

        Node route = stream.Draft.Add(new RouteNode<TKey, TValue>(name, stream.Output, topicOf, named));
        foreach (string topic in named)
        {
            stream.Draft.AddSink(topic, () => stream.SinkOf(
                topic, new NodeOutput(route, topic), produced, OutputKind.Stream));
        }
    }
}
