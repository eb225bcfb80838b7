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
        await Cli.RunAsync("topic", "create", "flights", "--partitions", "1", "--dir", Data);
        await Cli.RunAsync("topic", "create", "airports", "--partitions", "1", "--dir", Data);
        await using (await StartAsync(Code("first")))
        {
            // It has run.
        }

        Directory.Delete(new DataDirectory(Data).Artifacts, recursive: true);
        string rebuilt = Code("again", more: "Other.dll"); // The same sources, and another hash.
        await using WorkerHost worker = await StartAsync(rebuilt);
        Assert.Equal(["flight-delays"], worker.FailedTopologies);

        CliResult deployed = await Cli.RunAsync("deploy", rebuilt, "--dir", Data);

        Assert.Equal(0, deployed.ExitCode);
        Assert.Empty(worker.FailedTopologies);
        Assert.Equal([2], worker.LiveVersions.Select(version => version.Version));
    }

    /// <summary>The sample topology in a folder of its own, as a build leaves it.</summary>
    private string Code(string folder, string? more = null)
    {
        string directory = Directory.CreateDirectory(_scratch.File(folder)).FullName;
        string file = Path.Combine(directory, "FlightDelays.dll");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll"), file);
        if (more is not null)
        {
            File.Copy(file, Path.Combine(directory, more));
        }

        return file;
    }

    private Task<WorkerHost> StartAsync(string file) => WorkerHost.StartAsync(
        new WorkerSettings
        {
            Directory = Data,
            AssemblyFile = file,
            Http = new ListenAddress("127.0.0.1", 0),
            Threads = 1,
        },
        CancellationToken.None);
}
