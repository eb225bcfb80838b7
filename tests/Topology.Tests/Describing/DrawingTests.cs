using System.Text.Json;
using System.Text.RegularExpressions;
using FlightDelays;

namespace Kappa.Topologies.Tests;

/// <summary>A topology as a flowchart and as JSON: all of it, and nothing that a tool cannot read.</summary>
public sealed partial class DrawingTests
{
    private static readonly Topology Sample = Topology.From(new FlightDelaysV1());

    [Fact]
    public void The_sample_is_drawn_as_the_golden_file_says()
    {
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "flight-delays.mmd"));

        Assert.Equal(golden, Sample.Describe(TopologyFormat.Mermaid));
    }

    [Fact]
    public void Every_arrow_leads_from_and_to_something_that_is_drawn()
    {
        string drawing = Sample.Describe(TopologyFormat.Mermaid);
        HashSet<string> drawn = [.. Drawn().Matches(drawing).Select(match => match.Groups[1].Value)];
        Match[] arrows = [.. Arrow().Matches(drawing).Cast<Match>()];

        Assert.NotEmpty(arrows);
        Assert.All(arrows, arrow =>
        {
            Assert.Contains(arrow.Groups[1].Value, drawn);
            Assert.Contains(arrow.Groups[2].Value, drawn);
        });
    }

    [Fact]
    public void Names_of_branches_stand_at_their_arrows()
    {
        var builder = new StreamBuilder();
        IReadOnlyDictionary<string, KStream<string, string>> branches = builder.Stream<string, string>("in").Split()
            .Branch((_, value) => value == "a", "first").DefaultBranch("rest");
        branches["first"].To("a");
        branches["rest"].To("b");

        string drawing = builder.Build("branches").Describe(TopologyFormat.Mermaid);

        Assert.Contains("-->|\"first\"|", drawing, StringComparison.Ordinal);
        Assert.Contains("-->|\"rest\"|", drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_each_operator_with_its_settings_inputs_and_stores()
    {
        JsonElement json = JsonElement.Parse(Sample.Describe(TopologyFormat.Json));
        JsonElement[] operators = [.. json.GetProperty("subtopologies").EnumerateArray()
            .SelectMany(part => part.GetProperty("operators").EnumerateArray())];

        Assert.Equal("flight-delays", json.GetProperty("topology").GetString());
        Assert.Equal(Sample.Fingerprint, json.GetProperty("fingerprint").GetString());
        JsonElement join = Assert.Single(operators, one => one.GetProperty("kind").GetString() == "table-table-join");
        Assert.Equal(
            ["delays-by-airport.aggregate", "airports"],
            join.GetProperty("inputs").EnumerateArray().Select(input => input.GetString()));
        JsonElement total = Assert.Single(operators, one => one.GetProperty("kind").GetString() == "aggregate");
        Assert.Equal("delays-by-airport", total.GetProperty("stores")[0].GetProperty("name").GetString());
        Assert.Equal(
            ["airport-delays"],
            operators.Where(one => one.TryGetProperty("writes", out _))
                .Select(one => one.GetProperty("writes").GetString()));
    }

    [GeneratedRegex(@"^\s*(\w+)(?:\(\[|\[\(|\[)""", RegexOptions.Multiline)]
    private static partial Regex Drawn();

    [GeneratedRegex(@"^\s*(\w+) (?:-->|==>|---)(?:\|[^|]*\|)? (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
