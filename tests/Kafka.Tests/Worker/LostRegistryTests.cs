using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>On a cluster anybody can delete Kappa's topics; what is lost then can be had back.</summary>
[Collection(LocalCluster.Alone)]
public sealed class LostRegistryTests : IDisposable
{
    private const string Registry = "kappa.versions";

    private readonly LocalCluster _cluster = LocalCluster.StartOwn();
    private readonly TemporaryDirectory _directory = new();

    private string Data => Path.Combine(_directory.Path, "data");

    [Fact]
    public async Task A_worker_without_its_registry_does_not_start_and_the_command_that_it_names_brings_it_back()
    {
        using (KafkaLog log = Connect())
        {
            CrashTopics.Create(log);
        }

        using (WorkerProcess worker = Start())
        {
            await KappaProcess.RunAsync(
                ExitCodes.Refused, "topic", "delete", Registry, "--yes", "--dir", Data, "--bootstrap",
                _cluster.Bootstrap);
            worker.Kill();
        }

        using (KafkaLog log = Connect())
        {
            log.Admin.DeleteTopic(Registry);
        }

        using (WorkerProcess refused = WorkerProcess.Launch(Data, null, 1, null, _cluster.Bootstrap))
        {
            Assert.True(refused.WaitForExit(TimeSpan.FromMinutes(1)), "It runs without its registry.");
            Assert.Equal(ExitCodes.Mismatch, refused.ExitCode);
            Assert.Contains("KAP4030", refused.Errors, StringComparison.Ordinal);
            Assert.Contains("kappa version rebuild", refused.Errors, StringComparison.Ordinal);
        }

        await KappaProcess.RunAsync(0, "version", "rebuild", "--dir", Data, "--bootstrap", _cluster.Bootstrap);

        using WorkerProcess again = Start();
        using HttpResponseMessage ready = await again.Http.GetAsync("/health/ready");
        Assert.True(ready.IsSuccessStatusCode, again.Errors);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _directory.Dispose();
    }

    private WorkerProcess Start() => WorkerProcess.Start(Data, bootstrap: _cluster.Bootstrap);

    private KafkaLog Connect() => KafkaLog.Connect(new KafkaLogOptions
    {
        Properties = new Dictionary<string, string> { ["bootstrap.servers"] = _cluster.Bootstrap },
    });
}
