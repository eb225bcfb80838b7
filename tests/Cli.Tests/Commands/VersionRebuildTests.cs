using Kappa.Logs;
using Kappa.Replay;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>A registry that somebody deleted: no start without it, and one command brings it back.</summary>
public sealed class VersionRebuildTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Data => _scratch.File("data");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task After_a_rollback_and_a_lost_registry_one_command_brings_the_version_back_that_was_live()
    {
        string file = SampleWorker.Build(_scratch.File("built"));
        await SampleWorker.CreateTopicsAsync(Data);
        await using (WorkerHost worker = await SampleWorker.StartAsync(Data, file, version: 1))
        {
            Assert.Equal(0, (await ReplayAsync("start", "--version", "2", "--wait")).ExitCode);
            Assert.Equal(0, (await ReplayAsync("cutover", "--yes", "--wait")).ExitCode);
            Assert.Equal(0, (await ReplayAsync("rollback", "--yes", "--wait")).ExitCode);
        }

        DeleteRegistry();
        KappaException refused = await Assert.ThrowsAsync<KappaException>(() => SampleWorker.StartAsync(Data, file));
        CliResult rebuilt = await Cli.RunAsync("version", "rebuild", "--dir", Data);
        CliResult again = await Cli.RunAsync("version", "rebuild", "--dir", Data);
        await using WorkerHost restarted = await SampleWorker.StartAsync(Data, file);

        Assert.Equal(("KAP4030", ExitCodes.Mismatch), (refused.Code, refused.ExitCode));
        Assert.Equal(0, rebuilt.ExitCode);
        Assert.StartsWith("flight-delays: v1 is live, v2 is retired.", rebuilt.Output, StringComparison.Ordinal);
        again.AssertFailed(3, "KAP4033");
        Assert.Equal([1], restarted.LiveVersions.Select(version => version.Version));
    }

    [Fact]
    public async Task Without_the_deployed_code_the_command_asks_for_the_project_and_takes_it()
    {
        string file = SampleWorker.Build(_scratch.File("built"));
        await SampleWorker.CreateTopicsAsync(Data);
        await using (await SampleWorker.StartAsync(Data, file, version: 1))
        {
            // It has run.
        }

        DeleteRegistry();
        Directory.Delete(new DataDirectory(Data).Artifacts, recursive: true);
        (await Cli.RunAsync("version", "rebuild", "--dir", Data)).AssertFailed(3, "KAP4032", "Version 1");
        CliResult rebuilt = await Cli.RunAsync("version", "rebuild", file, "--dir", Data);

        Assert.Equal((0, "flight-delays: v1 is live, v2 is registered.\n"), (rebuilt.ExitCode, rebuilt.Output));
    }

    [Fact]
    public async Task A_directory_without_a_log_and_a_word_that_is_no_version_are_refused()
    {
        (await Cli.RunAsync("version", "rebuild", "--dir", Data)).AssertFailed(3, "KAP7110");
        (await Cli.RunAsync("version", "rebuild", "--dir", Data, "--live", "one")).AssertFailed(2, "KAP7101", "'one'");
    }

    private Task<CliResult> ReplayAsync(string command, params string[] options) =>
        Cli.RunAsync(["replay", command, "flight-delays", .. options, "--dir", Data]);

    /// <summary>As somebody does who gets around Kappa: on Kafka anybody can.</summary>
    private void DeleteRegistry()
    {
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(Data).Log);
        log.DeleteTopic(VersionRegistry.Topic);
    }
}
