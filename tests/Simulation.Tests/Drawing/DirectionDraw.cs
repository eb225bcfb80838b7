namespace Kappa.Simulation.Tests;

/// <summary>Draws what decides where records go, at what time they are, and which of them go on.</summary>
internal static class DirectionDraw
{
    /// <summary>How a topic is read; often with times of its records' own.</summary>
    public static Consumed<string, string>? Consumed(Random random)
    {
        int salt = random.Next(1_000);
        return random.Next(3) > 0 ? null : Kappa.Consumed.WithTimestampExtractor<string, string>(
            (key, value, timestampMs) => Functions.Mix(value ?? key, salt, 7) == 0
                ? -1 : timestampMs - Functions.Mix(value ?? key, salt, 400),
            InvalidTimestamp.Skip);
    }

    /// <summary>One of those operators behind a stream.</summary>
    public static KStream<string, string> Of(
        Random random, KStream<string, string> stream, int salt, Func<string, string> next)
    {
        switch (random.Next(5))
        {
            case 0:
                return stream.WithRecordTimestamp((key, value) => 100 * Functions.Mix(value ?? key, salt, 60));
            case 1:
                return stream.DropDuplicates(Within(random), Materialized.As(next("seen")));
            case 2:
                return stream.DropDuplicates(
                    (_, value) => value is null ? null! : value[..1], Within(random), Materialized.As(next("seen")));
            case 3:
                return stream.Repartition(Repartitioned.Over(random.Next(1, 5)).WithName(next("spread"))
                    .WithStreamPartitioner(Partitioner(salt)));
            default:
                stream.Foreach((_, _) => { });
                return stream;
        }
    }

    /// <summary>Writes a stream to topics by record.</summary>
    public static void Write(Random random, KStream<string, string> stream, int salt, string prefix)
    {
        string[] topics = [.. Enumerable.Range(0, random.Next(1, 4)).Select(number => $"{prefix}-{number}")];
        stream.To(
            (key, value, context) => topics[Functions.Mix($"{value ?? key}{context.Offset}", salt, topics.Length)],
            topics, random.Next(2) == 0 ? null : Produced.StreamPartitioner(Partitioner(salt)));
    }

    private static StreamPartitioner<string, string> Partitioner(int salt) => (topic, key, value, partitions) =>
        Functions.Mix(value ?? key, salt, 7) switch
        {
            0 => PartitionSet.None,
            1 => PartitionSet.All,
            2 => PartitionSet.Of([0, partitions - 1]),
            3 or 4 => Functions.Mix(topic, salt, partitions),
            _ => PartitionSet.Usual,
        };

    private static TimeSpan Within(Random random) =>
        TimeSpan.FromMilliseconds(random.Next(2) == 0 ? random.Next(400) : 100 * random.Next(4));
}
