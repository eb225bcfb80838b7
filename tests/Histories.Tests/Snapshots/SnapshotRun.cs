using System.Text.RegularExpressions;
using Kappa.Cli;

namespace Kappa.Histories.Tests;

/// <summary>Runs <c>kappa snapshot</c> in this process, on a data directory of its own.</summary>
internal sealed partial class SnapshotRun : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kappa-histories-").FullName;

    private SnapshotRun()
    {
    }

    /// <summary>Makes a directory with an empty topic of this name.</summary>
    public static async Task<SnapshotRun> StartAsync(string topic)
    {
        var run = new SnapshotRun();
        await RunAsync("topic", "create", topic, "--partitions", "4", "--dir", run.File("data"));
        return run;
    }

    public string File(string name) => Path.Combine(_directory, name);

    /// <summary>Applies a dump.</summary>
    /// <returns>Rows that were inserted, updated, deleted and left.</returns>
    public async Task<(long Inserted, long Updated, long Deleted, long Unchanged)> ApplyAsync(
        string topic, string dump, string key, params string[] options)
    {
        string output = await RunAsync(
            ["snapshot", "apply", topic, dump, "--key", key, "--dir", File("data"), .. options]);
        long[] counts = [.. Counts().Match(output).Groups.Values.Skip(1)
            .Select(group => long.Parse(group.Value, System.Globalization.NumberStyles.AllowThousands, null))];
        return (counts[0], counts[1], counts[2], counts[3]);
    }

    /// <summary>Writes the table to a file.</summary>
    public async Task ShowAsync(string topic, string asOf, string format, string file)
    {
        await using StreamWriter output = new(file);
        await RunAsync(
            output, "snapshot", "show", topic, "--as-of", asOf, "-o", format, "--dir", File("data"));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await RunAsync(output, arguments);
        return output.ToString();
    }

    private static async Task RunAsync(TextWriter output, params string[] arguments)
    {
        await using var error = new StringWriter();
        var context = new CliContext
        {
            Out = output,
            Error = error,
            OpenInput = () => Stream.Null,
            Environment = _ => null,
        };
        int exitCode = await CommandLine.RunAsync(arguments, context);
        Assert.True(exitCode == ExitCodes.Done, $"kappa {string.Join(' ', arguments)}: {error}");
    }

    [GeneratedRegex(@"([\d,]+) inserted, ([\d,]+) updated, ([\d,]+) deleted, ([\d,]+) unchanged")]
    private static partial Regex Counts();
}
