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
        string[] failures =
        [
            .. GoldenFiles.Read(file)
                .Select(golden => GoldenJudge.Failure(golden, it => new DriverHost(GoldenTopologies.Build(it.Spec))))
                .OfType<string>(),
        ];

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
}
