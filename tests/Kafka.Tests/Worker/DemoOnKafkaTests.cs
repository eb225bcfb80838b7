using System.Text.RegularExpressions;

namespace Kappa.Logs.Tests;

/// <summary>The demo on a cluster says what it says on the embedded log, and can be run again.</summary>
[Collection(LocalCluster.Alone)]
public sealed partial class DemoOnKafkaTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task The_demo_prints_the_same_numbers_on_both_logs()
    {
        using LocalCluster cluster = LocalCluster.StartOwn(brokers: Lane.Choose(1, 3));
        string embedded = await KappaProcess.RunAsync(0, "demo", "--dir", Path.Combine(_directory.Path, "embedded"));
        string[] onKafka = ["demo", "--dir", Path.Combine(_directory.Path, "kafka"), "--bootstrap", cluster.Bootstrap];

        string first = await KappaProcess.RunAsync(0, onKafka);
        string again = await KappaProcess.RunAsync(0, onKafka);

        Assert.Equal(Story(embedded), Story(first));
        Assert.Contains($"deleted the topics of an earlier demo on {cluster.Bootstrap}", again);
        Assert.Equal(Story(embedded), Story(again));
    }

    [Fact]
    public async Task A_demo_does_not_touch_topics_that_are_not_its_own()
    {
        using LocalCluster cluster = LocalCluster.StartOwn();
        using (KafkaLog log = KafkaLog.Connect(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = cluster.Bootstrap },
        }))
        {
            log.Admin.CreateTopic("flights", new TopicSettings());
        }

        await KappaProcess.RunAsync(
            ExitCodes.Refused, "demo", "--dir", _directory.Path, "--bootstrap", cluster.Bootstrap);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// The story without what depends on the machine or the log: seconds, cut numbers, how safe a commit is.
    /// </summary>
    private static string[] Story(string output) =>
    [
        .. output.Split('\n').TakeWhile(line => !line.StartsWith("Do it yourself", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("Starting afresh", StringComparison.Ordinal))
            .Select(line => Varying().Replace(line.TrimEnd(), "...")),
    ];

    [GeneratedRegex(@"in \d+\.\d+ s|cut \d+|every commit synced|every commit acknowledged by the cluster")]
    private static partial Regex Varying();
}
