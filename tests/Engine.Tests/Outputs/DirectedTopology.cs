using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Records to topics and partitions that functions choose, and through exchanges that one spreads.</summary>
internal static class DirectedTopology
{
    public const int Tasks = 3;

    public static string[] Topics { get; } = ["even", "odd", "rest"];

    public static Topology Build()
    {
        var builder = new StreamBuilder();
        KStream<string, string> records = builder.Stream<string, string>("in");
        records.To((_, value) => TopicOf(value), Topics, Produced.StreamPartitioner<string, string>(Partitions));
        KStream<string, string> spread = records.Repartition(
            Repartitioned.As("spread").WithPartitions(Tasks).WithStreamPartitioner<string, string>(Partitions));
        spread.Process(() => new Placed()).To("placed");
        spread.GroupByKey(Grouped.As("owned")).Count(Materialized.As("counts")).ToStream().To("counts-table");
        return builder.Build("directed");
    }

    public static string TopicOf(string? value) => value is null ? "rest" : value[^1] % 2 == 0 ? "even" : "odd";

    /// <summary>By the last digit of the value: none, all, two of them, one, or the usual one.</summary>
    public static PartitionSet Partitions(string topic, string? key, string? value, int partitions) =>
        value?[^1] switch
        {
            '0' => PartitionSet.None,
            '1' => PartitionSet.All,
            '2' => PartitionSet.Of(new[] { partitions - 1, 0, 0 }),
            '3' => value.Length % partitions,
            '4' => topic.Length % partitions,
            _ => PartitionSet.Usual,
        };

    /// <summary>What <see cref="Partitions"/> comes to, said once more in plain words.</summary>
    public static int[] Expected(string topic, string? key, string? value, int partitions, int task) =>
        value?[^1] switch
        {
            '0' => [],
            '1' => [.. Enumerable.Range(0, partitions)],
            '2' => partitions == 1 ? [0] : [0, partitions - 1],
            '3' => [value.Length % partitions],
            '4' => [topic.Length % partitions],
            _ => [key is null
                ? task % partitions : KeyPartitioner.Partition(Encoding.UTF8.GetBytes(key), partitions)],
        };

    /// <summary>Says which task has a record.</summary>
    private sealed class Placed : IProcessor<string, string, string, string>
    {
        private IProcessorContext<string, string> _context = null!;

        public void Init(IProcessorContext<string, string> context) => _context = context;

        public void Process(in Record<string, string> record) =>
            _context.Forward(record.WithValue($"{_context.Partition}:{record.Value ?? "-"}"));
    }
}
