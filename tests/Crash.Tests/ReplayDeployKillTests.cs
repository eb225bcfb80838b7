using Kappa.Replay;

namespace Kappa.Crash.Tests;

/// <summary>Deployment is killed with -9 at each of its steps: in the command's process, or in the worker.</summary>
public sealed class ReplayDeployKillTests(ReplayDirectories directories)
{
    private const int ExitBySigkill = 128 + 9;

    /// <summary>The steps that are killed at here.</summary>
    public static IEnumerable<string> Steps =>
        [ReplaySteps.DeployCopied, ReplaySteps.DeployRenamed, ReplaySteps.DeployRegistered];

    [Theory, InlineData(ReplaySteps.DeployCopied), InlineData(ReplaySteps.DeployRenamed)]
    public async Task A_deploy_that_is_killed_has_changed_no_version_and_can_be_repeated(string step)
    {
        (string directory, ReplayProducer producer) = await directories.CopyAsync(ReplayDirectories.Live);
        using (WorkerProcess worker = WorkerProcess.Start(directory, directories.Assembly, null))
        {
            string before = await VersionsAsync(worker);
            using ReplayCli cli = Deploy(directory, step);
            await cli.EndAsync();
            Assert.Equal(ExitBySigkill, cli.ExitCode);
            Assert.Contains($"Killed at {step},", cli.Errors, StringComparison.Ordinal);
            Assert.Equal(before, await VersionsAsync(worker));
            worker.Kill();
        }

        await RepeatAsync(directory, producer);
    }

    [Theory, InlineData(ReplaySteps.DeployCopied), InlineData(ReplaySteps.DeployRenamed)]
    public async Task A_worker_that_is_killed_while_it_deploys_at_its_start_can_be_started_again(string step)
    {
        (string directory, ReplayProducer producer) = await directories.CopyAsync(ReplayDirectories.Live);
        using (WorkerProcess dying = WorkerProcess.Launch(
            directory, directories.OtherAssembly, null,
            new Dictionary<string, string> { ["KAPPA_CRASH_AT"] = step }))
        {
            ReplayKillRun.AssertKilledAt(step, dying);
        }

        await RepeatAsync(directory, producer);
    }

    [Fact]
    public async Task A_worker_that_is_killed_when_it_has_registered_has_the_versions_and_deploy_can_be_repeated()
    {
        (string directory, ReplayProducer producer) = await directories.CopyAsync(ReplayDirectories.Live);
        using (WorkerProcess dying = WorkerProcess.Start(
            directory, directories.Assembly, null,
            new Dictionary<string, string> { ["KAPPA_CRASH_AT"] = ReplaySteps.DeployRegistered }))
        {
            using ReplayCli cli = Deploy(directory, crashAt: null);
            await cli.EndAsync();
            Assert.Equal(ExitCodes.Unreachable, cli.ExitCode);
            ReplayKillRun.AssertKilledAt(ReplaySteps.DeployRegistered, dying);
        }

        await RepeatAsync(directory, producer);
    }

    private ReplayCli Deploy(string directory, string? crashAt) =>
        ReplayCli.Start(crashAt, "deploy", directories.OtherAssembly, "--dir", directory);

    /// <summary>
    /// Version 1 keeps the artifact that it is pinned to; the others, which have no data, take the new one.
    /// </summary>
    private async Task RepeatAsync(string directory, ReplayProducer producer)
    {
        using WorkerProcess worker = WorkerProcess.Start(directory, directories.Assembly, null);
        var driver = new ReplayDriver(worker);
        await ReplayChecks.AllIsWellAsync(driver, producer);
        string pinned = await ArtifactAsync(driver, 1);
        using ReplayCli cli = Deploy(directory, crashAt: null);
        await cli.EndAsync();
        Assert.True(cli.ExitCode == ExitCodes.Done, cli.Errors);
        Assert.Equal(pinned, await ArtifactAsync(driver, 1));
        string deployed = await ArtifactAsync(driver, 2);
        Assert.NotEqual(pinned, deployed);
        Assert.Equal(deployed, await ArtifactAsync(driver, 3));
        Assert.Equal(
            new[] { pinned, deployed }.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(directory, "artifacts")).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
        await ReplayChecks.TheWholeCycleWorksAsync(driver, producer);
    }

    private static async Task<string> VersionsAsync(WorkerProcess worker) =>
        (await new ReplayDriver(worker).GetAsync("/versions")).Done().ToString();

    private static async Task<string> ArtifactAsync(ReplayDriver driver, int version) =>
        (await driver.GetAsync($"/versions/{version}")).Done().GetProperty("artifact").GetString()!;
}
