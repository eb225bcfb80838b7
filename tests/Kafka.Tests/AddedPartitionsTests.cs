using Kappa.Engine;

namespace Kappa.Logs.Tests;

/// <summary>Partitions that somebody adds to a source while a version runs.</summary>
public sealed class AddedPartitionsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Partitions_that_another_client_adds_stop_the_version_with_the_way_out_within_seconds()
    {
        string input = OwnNames.Next("grows");
        var builder = new StreamBuilder();
        builder.Stream<string, string>(input).GroupByKey().Count(Materialized.As("counts"));
        using KafkaLog log = OwnNames.Connect();
        using KafkaLog other = OwnNames.Connect();
        log.Admin.CreateTopic(input, new TopicSettings { Partitions = 2 });
        using StreamEngine engine = StreamEngine.Open(
            builder.Build(OwnNames.Next("grown"), 1), log,
            new EngineSettings { PartitionChecks = TimeSpan.FromMilliseconds(100) });
        using var stop = new CancellationTokenSource(Patience);
        Task running = engine.RunAsync(stop.Token);

        other.Admin.AddPartitions(input, 4);

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => running);
        Assert.Equal(("KAP5113", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains($"{input}", error.Message, StringComparison.Ordinal);
    }
}
