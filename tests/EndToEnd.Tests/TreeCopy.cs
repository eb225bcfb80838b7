using System.Diagnostics;

[assembly: AssemblyFixture(typeof(Kappa.EndToEnd.Tests.TreeCopy))]
[assembly: CollectionBehavior(DisableTestParallelization = true)] // One worker at a time has the copy's address.

namespace Kappa.EndToEnd.Tests;

/// <summary>
/// A copy of the tree as a newcomer has it after a clone, with ports of its own, and the real command in it. Built once
/// for all tests of the assembly.
/// </summary>
public sealed class TreeCopy : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("kappa-home-").FullName;
    private PackagedKappa? _packaged;

    public TreeCopy()
    {
        Root = Directory.CreateTempSubdirectory("kappa-tree-").FullName;
        string[] files = Run(FindRepository(), "git", "ls-files", "-co", "--exclude-standard").Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string file in files)
        {
            string source = Path.Combine(FindRepository(), file);
            if (File.Exists(source))
            {
                string target = Path.Combine(Root, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(source, target);
            }
        }

        Address = $"127.0.0.1:{FreePorts.Take()}";
    }

    public string Root { get; }

    /// <summary>Where workers of this copy listen, and where its commands look for them.</summary>
    public string Address { get; }

    /// <summary>The packages of the copy, made by whoever asks first; tests run one at a time.</summary>
    public PackagedKappa Packaged => _packaged ??= new PackagedKappa(this);

    /// <summary>Runs a line of shell in the copy.</summary>
    public Finished Shell(string line) => Run(Root, "bash", "-c", line);

    /// <summary>Starts a line of shell and waits for its first line of output.</summary>
    /// <param name="line">The line.</param>
    /// <param name="firstLine">The first line of output.</param>
    /// <param name="said">Is told of each line of output, the first one too.</param>
    public Process StartShell(string line, out string? firstLine, Action<string>? said = null)
    {
        var process = new Process { StartInfo = StartInfo(Root, "bash", "-c", $"exec {line}") };
        var first = new TaskCompletionSource<string?>();
        process.OutputDataReceived += (_, output) =>
        {
            said?.Invoke(output.Data ?? "");
            first.TrySetResult(output.Data);
        };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        firstLine = first.Task.GetAwaiter().GetResult();
        return process;
    }

    public void Dispose()
    {
        _packaged?.Dispose();
        Directory.Delete(Root, recursive: true);
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>Runs a program to its end.</summary>
    public Finished Run(string directory, string program, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(directory, program, arguments))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Finished(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private static string FindRepository()
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Kappa.sln")))
        {
            directory = Path.GetDirectoryName(directory.TrimEnd('/'))!;
        }

        return directory;
    }

    private ProcessStartInfo StartInfo(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["KAPPA_HTTP"] = Address;
        start.Environment["KAPPA_SERVER"] = Address;
        start.Environment["XDG_STATE_HOME"] = _home;

        // What the test's own build set must not reach the build of the copy.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");
        return start;
    }
}
