namespace Kappa.StreamizHosting;

/// <summary>
/// A topology of Streamiz as a topology of Kappa: all source records go to one task, in the order of their places; an
/// operator there hands them to Streamiz and takes what it sends.
/// </summary>
internal static class StreamizGraph
{
    private const int AllToOne = 0;

    /// <summary>Describes it.</summary>
    /// <param name="builder">Takes the description.</param>
    /// <param name="plan">What it reads, keeps and writes.</param>
    /// <param name="outputs">The types of its outputs.</param>
    /// <param name="open">Starts Streamiz, once the operator has its stores.</param>
    public static void AddTo(
        StreamBuilder builder, StreamizPlan plan, StreamizOutputs outputs, Func<StreamizSession> open)
    {
        var stores = plan.Stores.ToDictionary(StreamizNames.Changelog, StreamizNames.Store);
        foreach (string store in stores.Values)
        {
            builder.AddStateStore(Stores.KeyValue(store, new StreamizKeySerde(), new StreamizRowSerde()));
        }

        builder.AddStateStore(Stores.KeyValue(StreamizNames.Fields, Serdes.String, Serdes.Int64));
        KeyValuePair<string, KStream<byte[], byte[]>>[] sources = [.. plan.Sources.Select(topic => KeyValuePair.Create(
            topic, builder.Stream(topic, Consumed.With(Serdes.Bytes, Serdes.Bytes))))];
        KStream<int, HandedRecord>? all = null;
        foreach ((string topic, KStream<byte[], byte[]> source) in sources)
        {
            KStream<int, HandedRecord> handed = source
                .Process(() => new HandingProcessor(topic))
                .Repartition(Repartitioned.With(Serdes.Int32, new HandedRecordSerde())
                    .WithName(StreamizNames.Store($"{topic}-to-streamiz")).WithPartitions(1));
            all = all?.Merge(handed) ?? handed;
        }

        KStream<int, SentRecord> sent = all!.Process(
            () => new StreamizProcessor(open, stores), [.. stores.Values, StreamizNames.Fields]);
        foreach (StreamizOutput output in plan.Outputs)
        {
            outputs.Of(output.Topic)(new OutputWriter(sent, output, sources));
        }
    }

    /// <summary>A record for Streamiz, under the one key that all have.</summary>
    public static Record<int, HandedRecord> Handed(HandedRecord record) => new(AllToOne, record, record.TimestampMs);

    /// <summary>A record of Streamiz, under that key too.</summary>
    public static Record<int, SentRecord> Sent(SentRecord record) => new(AllToOne, record, record.TimestampMs);
}
