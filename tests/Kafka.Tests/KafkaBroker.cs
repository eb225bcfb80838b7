using Kappa.Logs.Tests;
using Testcontainers.Kafka;

[assembly: AssemblyFixture(typeof(KafkaBroker))]

namespace Kappa.Logs.Tests;

/// <summary>
/// The broker of all tests here: KAPPA_TEST_BOOTSTRAP, or one that is started by the script beside the repository, or
/// in a container. Without any of them a test is skipped by name and reason.
/// </summary>
public sealed class KafkaBroker : IAsyncLifetime
{
    private static string? _bootstrap;
    private static string _reason = "";

    private LocalCluster? _cluster;
    private KafkaContainer? _container;

    /// <summary>Its bootstrap servers; a test that asks is skipped where there is no broker.</summary>
    public static string Bootstrap
    {
        get
        {
            Assert.SkipWhen(_bootstrap is null, _reason);
            return _bootstrap!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("KAPPA_TEST_BOOTSTRAP") is { Length: > 0 } given)
        {
            _bootstrap = given;
        }
        else if (KafkaTool.Find() is { } tool)
        {
            _cluster = LocalCluster.Start(tool, brokers: 1);
            _bootstrap = _cluster.Bootstrap;
        }
        else
        {
            await StartContainerAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _cluster?.Dispose();
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }

    private async Task StartContainerAsync()
    {
        try
        {
            _container = new KafkaBuilder("apache/kafka:4.1.0").Build();
            await _container.StartAsync();
            _bootstrap = _container.GetBootstrapAddress();
        }
        catch (Exception error)
        {
            _reason = "There is no Kafka broker: set KAPPA_TEST_BOOTSTRAP, or KAPPA_KAFKA_TOOL to the script " +
                $"shared/kafka/kafka, or start Docker ({error.Message.Split('\n')[0]}).";
        }
    }
}
