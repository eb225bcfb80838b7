using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>A data directory that has lost the code of its versions, as a new machine has.</summary>
public sealed class LostCodeTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_worker_without_the_code_of_its_version_stays_up_and_takes_it_by_the_command_that_it_names()
    {
        await SampleWorker.CreateTopicsAsync(Data);
        await using (await SampleWorker.StartAsync(Data, SampleWorker.Build(_scratch.File("first"))))
        {
            // It has run.
        }

        Directory.Delete(new DataDirectory(Data).Artifacts, recursive: true);
        // The same sources, and another hash.
        string rebuilt = SampleWorker.Build(_scratch.File("again"), more: "Other.dll");
        await using WorkerHost worker = await SampleWorker.StartAsync(Data, rebuilt);
        Assert.Equal(["flight-delays"], worker.FailedTopologies);

        CliResult deployed = await Cli.RunAsync("deploy", rebuilt, "--dir", Data);

        Assert.Equal(0, deployed.ExitCode);
        Assert.Empty(worker.FailedTopologies);
        Assert.Equal([2], worker.LiveVersions.Select(version => version.Version));
    }
}
