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
        string rebuilt = await LoseAsync();
        await using WorkerHost worker = await SampleWorker.StartAsync(Data, rebuilt);
        Assert.Equal(["flight-delays"], worker.FailedTopologies);

        CliResult deployed = await Cli.RunAsync("deploy", rebuilt, "--dir", Data);

        Assert.Equal(0, deployed.ExitCode);
        Assert.Empty(worker.FailedTopologies);
        Assert.Equal([2], worker.LiveVersions.Select(version => version.Version));
    }

    [Fact]
    public async Task Without_a_worker_the_code_is_taken_in_too_and_the_next_start_runs_the_same_version()
    {
        string rebuilt = await LoseAsync();

        CliResult deployed = await Cli.RunAsync("deploy", rebuilt, "--dir", Data);
        await using WorkerHost worker = await SampleWorker.StartAsync(Data, rebuilt);

        Assert.Equal(0, deployed.ExitCode);
        Assert.Contains("No worker runs on", deployed.Error, StringComparison.Ordinal);
        Assert.Contains("flight-delays v2   live", deployed.Output, StringComparison.Ordinal);
        Assert.Empty(worker.FailedTopologies);
        Assert.Equal([2], worker.LiveVersions.Select(version => version.Version));
    }

    [Fact]
    public async Task A_cluster_without_a_directory_is_told_apart_from_a_worker()
    {
        CliResult refused = await Cli.RunAsync("deploy", "any.dll", "--bootstrap", "127.0.0.1:1");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--dir DIR", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>Leaves a log whose live version has run, without its code.</summary>
    /// <returns>The same sources, built again: another hash.</returns>
    private async Task<string> LoseAsync()
    {
        await SampleWorker.CreateTopicsAsync(Data);
        await using (await SampleWorker.StartAsync(Data, SampleWorker.Build(_scratch.File("first"))))
        {
            // It has run.
        }

        Directory.Delete(new DataDirectory(Data).Artifacts, recursive: true);
        return SampleWorker.Build(_scratch.File("again"), more: "Other.dll");
    }
}
