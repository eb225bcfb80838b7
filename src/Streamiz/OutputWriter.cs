namespace Kappa.StreamizHosting;

/// <summary>Adds an output to the topology of Kappa.</summary>
/// <param name="sent">What Streamiz sends to its outputs.</param>
/// <param name="output">The output.</param>
/// <param name="sources">The streams of the source topics, by topic, in ordinal order.</param>
internal sealed class OutputWriter(
    KStream<int, SentRecord> sent, StreamizOutput output,
    IReadOnlyList<KeyValuePair<string, KStream<byte[], byte[]>>> sources)
{
    /// <summary>Adds it with types.</summary>
    /// <param name="keySerde">Serde of the keys.</param>
    /// <param name="valueSerde">Serde of the values.</param>
    /// <param name="like">The source topic that a table is spread like; null for the first by name.</param>
    public void Write<TKey, TValue>(ISerde<TKey> keySerde, ISerde<TValue> valueSerde, string? like)
        where TKey : notnull
    {
        string topic = output.Topic;
        KStream<TKey, TValue> records = sent.Process(
            () => new SendingProcessor<TKey, TValue>(topic, keySerde, valueSerde));
        Produced<TKey, TValue> produced = Produced.With(keySerde, valueSerde);
        if (!output.IsTable)
        {
            records.To(topic, produced);
            return;
        }

        KStream<byte[], byte[]> source = sources.FirstOrDefault(source => source.Key == like).Value
            ?? (like is null ? sources[0].Value : throw StreamizErrors.NoSuchSource(topic, like));
        string rows = StreamizNames.Store($"{topic}-rows");
        records
            .Repartition(Repartitioned.With(keySerde, valueSerde).WithName(rows).WithPartitionsOf(source))
            .ToTable(Materialized.As(rows).WithKeySerde(keySerde).WithValueSerde(valueSerde))
            .ToStream().To(topic, produced);
    }
}
