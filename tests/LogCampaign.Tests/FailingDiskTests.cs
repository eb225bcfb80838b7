using System.Globalization;
using Kappa.Logs;

namespace Kappa.LogCampaign.Tests;

/// <summary>A real process on a disk that refuses one call after the other, and on one that is full.</summary>
public sealed class FailingDiskTests
{
    private const string Strace = "/usr/bin/strace";

    [Theory]
    [InlineData("fdatasync", "EIO", "KAP2401"), InlineData("fsync", "EIO", "KAP2401")]
    [InlineData("pwrite64", "EIO", "KAP2402"), InlineData("pwrite64", "ENOSPC", "KAP2402")]
    public void A_call_that_fails_at_any_time_is_a_clear_error_and_loses_nothing_acknowledged(
        string call, string error, string code)
    {
        Assert.SkipUnless(File.Exists(Strace), "strace is not installed (Debian package strace).");
        _ = Seed.Random(out int seed);
        int nth = 1;
        for (bool injected = true; injected; nth++)
        {
            using Scratch scratch = new();
            using Scratch traces = new();
            string trace = Path.Combine(traces.Path, "trace");
            using WriterProcess writer = WriterProcess.Start(
                scratch.Path, AcknowledgePolicy.EachCommit, threads: 1, Lane.Choose(8, 200), first: 0, seed,
                Strace, "-f", "-qq", "--seccomp-bpf", "-o", trace, "-e", $"trace={call}",
                "-e", string.Create(CultureInfo.InvariantCulture, $"inject={call}:error={error}:when={nth}"));
            (int exitCode, string errors) = writer.Wait();
            string hint = $"{call} {nth}, KAPPA_SEED={seed}: exit {exitCode}, {errors}";

            injected = File.ReadAllText(trace).Contains("(INJECTED)", StringComparison.Ordinal);
            bool failed = exitCode != 0; // What nobody needs, such as an index, is left out on a full disk.
            bool isRefused = error == "ENOSPC" && exitCode == ExitCodes.Refused &&
                errors.StartsWith("KAP2207", StringComparison.Ordinal);
            bool isEnded = exitCode == ExitCodes.DiskFailure && errors.StartsWith(code, StringComparison.Ordinal);
            Assert.True(
                !failed || ((isRefused || isEnded) && errors.Contains(error, StringComparison.Ordinal)), hint);
            WriterCheck check = new();
            check.Add(writer.Acknowledged);
            check.Check(scratch.Path, hint);
        }

        Lane.Say($"{call} {error}: {nth - 2} calls failed in turn");
        Assert.True(nth > 4, $"only {nth - 2} calls");
    }

    [Fact]
    public void A_disk_of_any_small_size_that_fills_up_is_a_clear_error_and_loses_nothing_acknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting needs root.");
        _ = Seed.Random(out int seed);
        int full = 0;
        int acknowledged = 0;
        for (int kilobytes = 8; kilobytes <= 1_024; kilobytes += Lane.Choose(32, 4))
        {
            using Scratch scratch = new();
            using TmpfsMount mount = new(scratch.Path, kilobytes);
            string directory = Path.Combine(scratch.Path, "log");
            using WriterProcess writer = WriterProcess.Start(
                directory, AcknowledgePolicy.EachCommit, threads: 2, commits: 3_000, first: 0, seed);
            (int exitCode, string errors) = writer.Wait();
            string hint = $"{kilobytes} KB, KAPPA_SEED={seed}: exit {exitCode}, {errors}";
            // A disk that cannot hold the log's first files ends it; later it refuses commits.
            bool isRefused = exitCode == ExitCodes.Refused && errors.StartsWith("KAP2207", StringComparison.Ordinal);
            bool isEnded = exitCode == ExitCodes.DiskFailure && errors.StartsWith("KAP2402", StringComparison.Ordinal);
            Assert.True((isRefused || isEnded) && errors.Contains("ENOSPC", StringComparison.Ordinal), hint);
            mount.Grow();

            WriterCheck check = new();
            check.Add(writer.Acknowledged);
            check.Check(directory, hint);
            full++;
            acknowledged += writer.Acknowledged.Count;
        }

        Lane.Say($"{full} full disks, {acknowledged} commits acknowledged");
        Assert.True(acknowledged > 100, $"{acknowledged} commits acknowledged");
    }
}
