namespace Kappa.Cli;

/// <summary>
/// A copy of what a build made, for one run: the runtime gives what it has loaded from a path once more, though the
/// file there is another one by now.
/// </summary>
internal sealed class BuildCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kappa-dev-");

    /// <param name="assembly">Full path of the .dll; all that lies beside it is copied too.</param>
    public BuildCopy(string assembly)
    {
        string from = Path.GetDirectoryName(assembly)!;
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(_folder.FullName, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Assembly = Path.Combine(_folder.FullName, Path.GetFileName(assembly));
    }

    /// <summary>Full path of the .dll in the copy.</summary>
    public string Assembly { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
