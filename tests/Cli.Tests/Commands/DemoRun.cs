[assembly: AssemblyFixture(typeof(Kappa.Cli.Tests.DemoRun))]

namespace Kappa.Cli.Tests;

/// <summary>One run of the demo for all tests: each works on a copy of what it has left.</summary>
public sealed class DemoRun : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly Lazy<Task<CliResult>> _result;

    public DemoRun() => _result = new(() => Cli.RunAsync("demo", "--dir", _scratch.File("demo"), "-o", "json"));

    internal Task<CliResult> ResultAsync() => _result.Value;

    internal async Task CopyToAsync(string directory)
    {
        Assert.Equal(0, (await ResultAsync()).ExitCode);
        string from = _scratch.File("demo");
        foreach (string folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            Directory.CreateDirectory(Path.Combine(directory, Path.GetRelativePath(from, folder)));
        }

        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(directory, Path.GetRelativePath(from, file)));
        }
    }

    public void Dispose() => _scratch.Dispose();
}
