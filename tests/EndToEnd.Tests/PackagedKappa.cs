using System.Diagnostics;

namespace Kappa.EndToEnd.Tests;

/// <summary>
/// All packages of the tree, the templates and the command installed from them, in a folder that knows nothing of the
/// repository: with a package cache and a home of its own.
/// </summary>
public sealed class PackagedKappa : IDisposable
{
    private readonly TreeCopy _tree;

    /// <summary>Packs and installs, as the README says.</summary>
    public PackagedKappa(TreeCopy tree)
    {
        _tree = tree;
        string[] lines = [.. File.ReadLines(Path.Combine(tree.Root, "README.md"))
            .Where(line => line.StartsWith("dotnet pack", StringComparison.Ordinal)
                || line.StartsWith("dotnet new", StringComparison.Ordinal))];
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => tree.Shell($"{Environment} {line}").ThatWorked());
        File.WriteAllText(Path.Combine(Root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Packages}" />
              </packageSources>
            </configuration>
            """);
        Shell($"dotnet tool install --tool-path {Root}/tools Kappa.Cli").ThatWorked();
    }

    /// <summary>Where projects are made.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("kappa-packaged-").FullName;

    /// <summary>The packages.</summary>
    public string Packages => Path.Combine(_tree.Root, "artifacts", "packages");

    private string Environment =>
        $"export NUGET_PACKAGES={Root}/cache DOTNET_CLI_HOME={Root}/home DOTNET_NOLOGO=1; " +
        $"export PATH={Root}/tools:$PATH; unset CI;";

    /// <summary>Runs a line of shell in a folder below <see cref="Root"/>.</summary>
    public Finished Shell(string line, string folder = ".") =>
        _tree.Run(Path.Combine(Root, folder), "bash", "-c", $"{Environment} {line}");

    /// <summary>
    /// Starts a line of shell in a folder below <see cref="Root"/>, and waits for its first line of output.
    /// </summary>
    public Process Start(string line, string folder, Action<string>? said = null) => _tree.StartShell(
        $"bash -c 'cd {Path.Combine(Root, folder)}; {Environment} exec {line}'", out _, said);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
