using System.Diagnostics;
using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>Brokers of a test's own on this machine, started, killed and deleted through the script.</summary>
public sealed class LocalCluster : IDisposable
{
    /// <summary>
    /// The collection of tests with brokers of their own: one of them at a time, or two cores are too few.
    /// </summary>
    public const string Alone = "brokers of its own";

    private readonly string _tool;
    private readonly TemporaryDirectory _directory = new();

    private LocalCluster(string tool) => _tool = tool;

    /// <summary>Where clients connect.</summary>
    public string Bootstrap { get; private set; } = "";

    /// <summary>The directory in which the first broker has the directories of its partitions.</summary>
    public string Data => Path.Combine(_directory.Path, "node-1", "data");

    /// <summary>Starts brokers and waits until they answer.</summary>
    /// <param name="tool">The script.</param>
    /// <param name="brokers">Number of brokers; with three there are three copies of everything.</param>
    /// <param name="port">Port of the first broker; null for a free one.</param>
    /// <param name="settings">More settings, each key=value.</param>
    public static LocalCluster Start(string tool, int brokers, int? port = null, params string[] settings)
    {
        var cluster = new LocalCluster(tool);
        try
        {
            cluster.Bootstrap = cluster.Run(
            [
                "start", "--brokers", brokers.ToString(CultureInfo.InvariantCulture), "--heap", "512m",
                .. port is { } number ? new[] { "--port", number.ToString(CultureInfo.InvariantCulture) } : [],
                .. settings.SelectMany(setting => new[] { "--set", setting }),
            ]).Trim();
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Starts brokers for one test alone; without the script the test is skipped.</summary>
    public static LocalCluster StartOwn(int brokers = 1, int? port = null, params string[] settings)
    {
        string? tool = KafkaTool.Find();
        Assert.SkipWhen(
            tool is null,
            "This test needs brokers of its own: set KAPPA_KAFKA_TOOL to the script shared/kafka/kafka.");
        return Start(tool!, brokers, port, settings);
    }

    /// <summary>Kills a broker, or all, as kill -9 does.</summary>
    public void Kill(int? node = null) => Run(["kill", .. Node(node)]);

    /// <summary>Stops a broker in good order.</summary>
    public void Stop(int? node = null) => Run(["stop", .. Node(node)]);

    /// <summary>Freezes a broker, as a machine that hangs: its connections stay open, and it answers nothing.</summary>
    public void Freeze(int node) => Signal(node, "STOP");

    /// <summary>Lets a frozen broker go on.</summary>
    public void Thaw(int node) => Signal(node, "CONT");

    /// <summary>Starts again what was killed or stopped, on the same ports and data.</summary>
    public void Restart(int? node = null) => Run(["restart", .. Node(node)]);

    public void Dispose()
    {
        Run(["destroy"]);
        _directory.Dispose();
    }

    private void Signal(int node, string signal)
    {
        string id = File.ReadAllText(Path.Combine(_directory.Path, $"node-{node}", "pid")).Trim();
        using Process kill = Process.Start("kill", [$"-{signal}", id]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill -{signal} {id} ended with {kill.ExitCode}.");
        }
    }

    private static string[] Node(int? node) =>
        node is { } number ? ["--node", number.ToString(CultureInfo.InvariantCulture)] : [];

    private string Run(string[] arguments)
    {
        var start = new ProcessStartInfo(_tool, [arguments[0], "--dir", _directory.Path, .. arguments[1..]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(
            $"{_tool} {arguments[0]} ended with {process.ExitCode}: {errors.Result}");
    }
}
