using Kappa.Testing;

namespace Kappa.StreamizHosting.Tests;

/// <summary>
/// What Streamiz and Kappa give for the same computation, over records that come late, twice and as deletions.
/// </summary>
public sealed class OperatorPairTests
{
    [Theory]
    [MemberData(nameof(Names))]
    public void A_computation_written_for_Streamiz_ends_in_the_rows_of_the_one_written_for_Kappa(string name)
    {
        OperatorPair pair = OperatorPairs.All.Single(pair => pair.Name == name);
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Campaign.Choose(5, 100); round++)
        {
            (string Topic, string Key, string? Value, long TimeMs)[] records = Draw(random, pair.IsOfOrderedRecords);
            var builder = new StreamBuilder();
            pair.Kappa(builder);

            string[] kappa = Run(builder.Build("pair", 1), records);
            string[] streamiz = Run(LambdaTopology.Of(pair.Streamiz), records);

            Assert.True(
                kappa.SequenceEqual(streamiz),
                $"KAPPA_SEED={seed}, round {round}{Environment.NewLine}{string.Join(' ', records)}{Environment.NewLine}"
                + $"Kappa    {string.Join(' ', kappa)}{Environment.NewLine}Streamiz {string.Join(' ', streamiz)}");
        }
    }

    public static IEnumerable<TheoryDataRow<string>> Names() =>
        OperatorPairs.All.Select(pair => new TheoryDataRow<string>(pair.Name));

    private static (string Topic, string Key, string? Value, long TimeMs)[] Draw(Random random, bool inOrder)
    {
        long time = 1_000;
        return [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ =>
        {
            time += random.Next(4) == 0 ? random.Next(120) : 0;
            return (random.Next(3) == 0 ? "right" : "left", $"k{random.Next(3)}",
                random.Next(8) == 0 ? null : $"{(char)('a' + random.Next(4))}",
                inOrder ? time : Math.Max(0, time - random.Next(150)));
        })];
    }

    /// <summary>
    /// The last value of each key of the output, and the records of a key in their order where none is a row.
    /// </summary>
    private static string[] Run(Topology topology, (string Topic, string Key, string? Value, long TimeMs)[] records)
    {
        bool isOfBytes = topology.Name == "lambda";
        using var driver = new TopologyTestDriver(topology);
        IReadOnlyList<string> sources = topology.NamesOf(TopologyPart.Source);
        foreach ((string topic, string key, string? value, long timeMs) in records
            .Where(record => sources.Contains(record.Topic)))
        {
            if (isOfBytes)
            {
                driver.Pipe(topic, key, value, timeMs);
            }
            else
            {
                driver.CreateInputTopic<string, string>(topic).PipeInput(key, value, timeMs);
            }
        }

        return [.. driver.CreateOutputTopic<string, string>(LambdaTopology.Output).ReadRecords()
            .GroupBy(record => record.Key).OrderBy(key => key.Key, StringComparer.Ordinal)
            .Select(key => $"{key.Key}={string.Join(',', key.Select(record => record.Value ?? "-"))}")];
    }
}
