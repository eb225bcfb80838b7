namespace Kappa.Golden.Tests;

/// <summary>
/// What Kafka Streams answered to small topologies, Kappa answers too: record by record, and in its stores.
/// </summary>
public sealed class GoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Files => GoldenFiles.Names;

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_recorded_answer_of_Kafka_Streams_is_given(string file)
    {
        string[] failures = [.. GoldenFiles.Read(file).Where(GoldenTopologies.IsDue).Select(Failure).OfType<string>()];

        Assert.True(failures.Length == 0, $"{failures.Length} cases fail.\n{string.Join("\n\n", failures)}");
    }

    [Fact]
    public void All_cases_are_there()
    {
        var found = Files.Select(file => file.Data).ToDictionary(file => file, file => GoldenFiles.Read(file).Length);

        Assert.NotEmpty(found);
        if (GoldenFiles.Own is null)
        {
            Assert.Equal(GoldenFiles.Recorded, found);
        }
    }

    [Fact]
    public void Windows_that_close_in_a_gap_are_the_one_difference_and_occur()
    {
        IEnumerable<GoldenCase> recorded = Files.SelectMany(file => GoldenFiles.Read(file.Data));

        Assert.True(
            recorded.Sum(golden => GoldenDifferences.LostByKafka(golden).Count) > 100, "No window closed in a gap.");
    }

    /// <summary>What is wrong with a case, with all that is needed to see why; null where it is right.</summary>
    private static string? Failure(GoldenCase golden)
    {
        GoldenAnswer expected = GoldenAnswer.Of(golden);
        try
        {
            GoldenAnswer found = GoldenAnswer.ByDriver(golden);
            return GoldenDifferences.Without(golden, found.Outputs) is { } outputs
                && expected.Outputs.SequenceEqual(outputs)
                && (expected.Rows is null || expected.Rows.SequenceEqual(found.Rows!))
                    ? null : Text(golden, expected, found);
        }
        catch (Exception error) when (error is KappaException or NotSupportedException or ArgumentException)
        {
            return $"{Text(golden, expected, new GoldenAnswer([], null))}\n  {error.GetType().Name}: {error.Message}";
        }
    }

    private static string Text(GoldenCase golden, GoldenAnswer expected, GoldenAnswer found) => string.Join(
        "\n  ",
        [
            $"{golden.Id} {golden.Spec.ToJsonString()}", "input:",
            .. golden.Input.Select((input, i) => $"  {i} {input!.ToJsonString()}"),
            "expected:", .. expected.Outputs.Select(line => $"  {line}"),
            "found:", .. found.Outputs.Select(line => $"  {line}"),
            $"expected rows: {string.Join(", ", expected.Rows ?? ["not recorded"])}",
            $"found rows: {string.Join(", ", found.Rows ?? ["none"])}",
        ]);
}
