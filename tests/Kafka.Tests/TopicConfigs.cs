using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>The settings of a topic, by a client of somebody else's.</summary>
internal static class TopicConfigs
{
    public static async Task<Dictionary<string, ConfigEntryResult>> DescribeAsync(string bootstrap, string topic)
    {
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        List<DescribeConfigsResult> results = await admin.DescribeConfigsAsync(
            [new ConfigResource { Name = topic, Type = ResourceType.Topic }]);
        return results[0].Entries;
    }
}
