using System.Diagnostics;
using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>TLS, passwords and permissions, on a broker that asks for all of them.</summary>
[Collection(LocalCluster.Alone)]
public sealed class SecureClusterTests(SecureBroker broker) : IClassFixture<SecureBroker>, IDisposable
{
    // librdkafka has it, Confluent.Kafka has no name for it yet.
    private const ResourceType TransactionalId = (ResourceType)5;

    private readonly SecureCluster _cluster = broker.Cluster;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task The_demo_runs_with_the_documented_permissions_and_no_others()
    {
        await AllowWhatIsDocumentedAsync();
        string properties = Path.Combine(_directory.Path, "kafka.properties");
        await File.WriteAllLinesAsync(
            properties, _cluster.Properties().Select(property => $"{property.Key}={property.Value}"),
            TestContext.Current.CancellationToken);

        string output = await KappaProcess.RunAsync(
            0, "demo", "--dir", Path.Combine(_directory.Path, "demo"), "--properties", properties);

        Assert.Contains("Do it yourself", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_permissions_the_refusal_says_so_and_where_they_are_listed()
    {
        using KafkaLog log = Connect(("sasl.username", "other"));

        KappaException error = Assert.Throws<KappaException>(
            () => log.Admin.CreateTopic("flights", new TopicSettings()));

        Assert.Equal(("KAP2505", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Contains("docs/kafka.md", error.Message, StringComparison.Ordinal);
        Assert.Contains(_cluster.Servers, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sasl.password", "wrong", "sasl.password")]
    [InlineData("ssl.ca.location", "theirs", "ssl.ca.location")]
    [InlineData("security.protocol", "PLAINTEXT", "security.protocol")]
    [InlineData("security.protocol", "SASL_PLAINTEXT", "security.protocol")]
    [InlineData("bootstrap.servers", "plain", "security.protocol")]
    public void A_wrong_setting_is_one_line_in_bounded_time_that_names_the_brokers_and_the_property(
        string name, string value, string named)
    {
        value = value switch
        {
            "theirs" => _cluster.Authority("theirs"),
            "plain" => _cluster.Plain, // TLS to a port that does not speak it.
            _ => value,
        };
        var watch = Stopwatch.StartNew();

        KappaException error = Assert.Throws<KappaException>(() =>
        {
            using KafkaLog log = Connect((name, value));
            log.Admin.CreateTopic("flights", new TopicSettings());
        });

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(("KAP2502", ExitCodes.Unreachable), (error.Code, error.ExitCode));
        Assert.Contains(name == "bootstrap.servers" ? _cluster.Plain : _cluster.Servers, error.Message);
        Assert.True(error.Message.Contains(named, StringComparison.Ordinal), error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain(SecureCluster.Password, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private KafkaLog Connect(params (string Name, string Value)[] changes) => KafkaLog.Connect(new KafkaLogOptions
    {
        Properties = _cluster.Properties(changes),
        Timeout = TimeSpan.FromSeconds(5),
    });

    /// <summary>The table of docs/kafka.md; the demo writes the sources too, and creates and deletes them.</summary>
    private async Task AllowWhatIsDocumentedAsync()
    {
        foreach (string source in (string[])["flights", "airports"])
        {
            await _cluster.AllowAsync(
                ResourceType.Topic, source, ResourcePatternType.Literal, AclOperation.Describe,
                AclOperation.DescribeConfigs, AclOperation.Read, AclOperation.Write, AclOperation.Create,
                AclOperation.Delete);
        }

        await _cluster.AllowAsync(
            ResourceType.Topic, "airport-delays", ResourcePatternType.Literal, AclOperation.Describe,
            AclOperation.DescribeConfigs, AclOperation.Write, AclOperation.Read, AclOperation.Create,
            AclOperation.Delete);
        foreach (string prefix in (string[])["kappa.", "flight-delays."])
        {
            await _cluster.AllowAsync(
                ResourceType.Topic, prefix, ResourcePatternType.Prefixed, AclOperation.Create, AclOperation.Delete,
                AclOperation.Describe, AclOperation.DescribeConfigs, AclOperation.Read, AclOperation.Write);
            await _cluster.AllowAsync(
                TransactionalId, prefix, ResourcePatternType.Prefixed, AclOperation.Describe,
                AclOperation.Write);
        }

        await _cluster.AllowAsync(
            ResourceType.Group, "flight-delays.", ResourcePatternType.Prefixed, AclOperation.Describe,
            AclOperation.Read, AclOperation.Delete);
        await _cluster.AllowAsync(
            ResourceType.Broker, "kafka-cluster", ResourcePatternType.Literal, AclOperation.Describe);
    }
}
