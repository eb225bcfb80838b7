using System.Text;
using Kappa.Interpreter;

namespace Kappa.Engine.Tests;

/// <summary>Joins against a slow model that keeps all that ever came in lists.</summary>
public sealed class JoinModelTests
{
    private static readonly int Cases = Campaign.Choose(2_000, 10_000);

    [Fact]
    public void Joins_of_random_records_out_of_order_are_those_of_a_model()
    {
        int first = Environment.GetEnvironmentVariable("KAPPA_SEED") is { Length: > 0 } seed ? int.Parse(seed) : 1;
        int results = 0;
        for (int number = first; number < first + Cases; number++)
        {
            Seeds.Run(number, random => results += Compare(random));
        }

        Assert.True(results > Cases, $"{results} results of {Cases} cases.");
    }

    private static int Compare(Random random)
    {
        Topology topology = JoinDraw.Topology(random);
        var engine = new ProcessorHarness(topology);
        var model = new Interpretation(
            topology, topology.Graph.SourceTopics.Append("out").ToDictionary(topic => topic, _ => 1));
        var input = new StringBuilder();
        var found = new List<string>();
        var order = new List<SourceRecord>();
        foreach ((string topic, string? key, string? value, long timestampMs)
            in JoinDraw.Records(random, topology.Graph.SourceTopics))
        {
            string record = $"{topic}:{key ?? "-"}={value ?? "-"}@{timestampMs}";
            input.Append(record).Append(' ');
            found.Add(engine.Pipe(record));
            order.Add(new SourceRecord(topic, 0, order.Count, Bytes(key), Bytes(value), timestampMs));
        }

        model.Take(new Cut(1, 1, 1), order);
        string expected = string.Join(' ', model.Outputs.Streams.GetValueOrDefault(("out", 0), []).Select(record =>
            $"{Text(record.Key)}={Text(record.Value)}@{record.TimestampMs}"));
        string actual = string.Join(' ', found.Where(line => line.Length > 0));
        Assert.True(expected == actual, $"""

            {topology.Describe()}
            input    {input}
            expected {expected}
            found    {actual}
            """);
        return expected.Length == 0 ? 0 : expected.Split(' ').Length;
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static string Text(string? hex) => hex is null ? "-" : Encoding.UTF8.GetString(Convert.FromHexString(hex));
}
