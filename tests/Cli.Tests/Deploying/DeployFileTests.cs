using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Kappa.Cli.Tests;

/// <summary>What is in <c>deploy/</c> fits the command and the worker.</summary>
public sealed partial class DeployFileTests
{
    private static string Unit => File.ReadAllText(Path.Combine(Sample.Tree, "deploy", "systemd", "kappa.service"));

    private static string Kubernetes =>
        File.ReadAllText(Path.Combine(Sample.Tree, "deploy", "kubernetes", "kappa.yaml"));

    private static string Container =>
        File.ReadAllText(Path.Combine(Sample.Tree, "deploy", "container", "Containerfile"));

    [Fact]
    public void The_lines_that_start_a_worker_are_lines_that_the_parser_takes()
    {
        string unit = Unit.Split('\n').Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal));
        string container = Container.Split('\n').Single(line => line.StartsWith("CMD ", StringComparison.Ordinal));
        string[] fromUnit = unit.Split(' ')[1..];
        string[] fromContainer = [.. Quoted().Matches(container).Select(word => word.Groups[1].Value)];

        Assert.All([fromUnit, fromContainer], words =>
        {
            using var context = new CliContext
            {
                Out = TextWriter.Null,
                Error = TextWriter.Null,
                OpenInput = () => Stream.Null,
                Environment = _ => null,
            };
            ParseResult parsed = CommandLine.CreateRoot(context).Parse(words);
            Assert.Empty(parsed.Errors);
            Assert.Empty(parsed.UnmatchedTokens);
            Assert.Equal("run", parsed.CommandResult.Command.Name);
        });
    }

    [Fact]
    public void The_service_is_started_again_unless_that_would_not_help_and_has_time_to_stop()
    {
        Assert.Contains($"RestartPreventExitStatus={ExitCodes.Mismatch}\n", Unit, StringComparison.Ordinal);
        Assert.Contains("Type=notify\n", Unit, StringComparison.Ordinal);
        Assert.Contains("TimeoutStopSec=20\n", Unit, StringComparison.Ordinal);
        Assert.Contains("terminationGracePeriodSeconds: 30\n", Kubernetes, StringComparison.Ordinal);
    }

    [Fact]
    public void Probes_and_ports_are_those_of_the_worker()
    {
        string[] probes = [.. Probe().Matches(Kubernetes).Select(probe => probe.Groups[1].Value)];
        string[] ports = [.. Port().Matches(Kubernetes).Select(port => port.Groups[1].Value).Distinct()];

        Assert.Equal(["/health/live", "/health/live", "/health/ready"], probes);
        Assert.Equal(["8088"], ports);
        Assert.Contains("\"--http\", \"0.0.0.0:8088\"", Container, StringComparison.Ordinal);
        Assert.Contains("mountPath: /var/lib/kappa ", Kubernetes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_the_unit()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze here.");
        using var scratch = new ScratchDirectory();
        string file = scratch.File("kappa.service");
        await File.WriteAllTextAsync(file, Unit.Replace("/opt/kappa/bin/kappa", "/bin/true", StringComparison.Ordinal));

        using Process verify = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", file])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> output = verify.StandardOutput.ReadToEndAsync();
        string error = await verify.StandardError.ReadToEndAsync() + await output;
        await verify.WaitForExitAsync();

        Assert.DoesNotContain(file, error, StringComparison.Ordinal);
        Assert.True(verify.ExitCode == 0, error);
    }

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"path: (/health/\w+)")]
    private static partial Regex Probe();

    [GeneratedRegex(@"(?:port|containerPort): (\d+)")]
    private static partial Regex Port();
}
