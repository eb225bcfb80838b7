namespace Kappa.Worker;

/// <summary>The files that an assembly needs at run time, among those beside it.</summary>
/// <remarks>
/// They are its .deps.json and .runtimeconfig.json, the libraries beside it with their symbols, translations one folder
/// below, and all under <c>runtimes</c>. What the host has of Kappa is left out: the host's is loaded. So are data
/// files; a topology embeds them as resources.
/// </remarks>
internal sealed class BuildOutput
{
    private static readonly string[] Libraries = [".dll", ".so", ".dylib"];
    private readonly string _folder;
    private readonly string _name;

    /// <summary>Looks at what was built.</summary>
    /// <param name="assemblyFile">Path of the .dll with the topologies.</param>
    public BuildOutput(string assemblyFile)
    {
        string full = Path.GetFullPath(assemblyFile);
        _folder = Path.GetDirectoryName(full)!;
        _name = Path.GetFileNameWithoutExtension(full);
        Manifest = new ArtifactManifest(ArtifactManifest.CurrentFormat, Path.GetFileName(full));
    }

    public ArtifactManifest Manifest { get; }

    /// <summary>The files of the artifact in ordinal order of their paths, each read when it is asked for.</summary>
    public IEnumerable<(string Path, byte[] Content)> Read()
    {
        IEnumerable<string> paths = Beside().Concat(Translations()).Concat(Runtimes())
            .Select(file => Path.GetRelativePath(_folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Append(ArtifactManifest.FileName)
            .Order(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            yield return (path, path == ArtifactManifest.FileName
                ? Manifest.ToBytes() : File.ReadAllBytes(Path.Combine(_folder, path)));
        }
    }

    /// <summary>The hash that the artifact has or would have.</summary>
    public string Hash()
    {
        using var hash = new ArtifactHash();
        foreach ((string path, byte[] content) in Read())
        {
            hash.Add(path, content);
        }

        return hash.Finish();
    }

    private IEnumerable<string> Beside() => Directory.EnumerateFiles(_folder).Where(file =>
    {
        string name = Path.GetFileName(file);
        return name == Manifest.Assembly || name == _name + ".deps.json" || name == _name + ".runtimeconfig.json" ||
            (IsLibrary(name) && !TopologyLoadContext.IsHosts(Path.GetFileNameWithoutExtension(name))) ||
            IsSymbols(file);
    });

    private IEnumerable<string> Translations() => Directory.EnumerateDirectories(_folder)
        .Where(folder => Path.GetFileName(folder) != "runtimes")
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.resources.dll"));

    private IEnumerable<string> Runtimes() => Path.Combine(_folder, "runtimes") is var runtimes &&
        Directory.Exists(runtimes) ? Directory.EnumerateFiles(runtimes, "*", SearchOption.AllDirectories) : [];

    private bool IsSymbols(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return file.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase) &&
            File.Exists(Path.ChangeExtension(file, ".dll")) &&
            (name == _name || !TopologyLoadContext.IsHosts(name));
    }

    // Libraries of Linux may carry a version behind the ending: libx.so.1.
    private static bool IsLibrary(string name) =>
        Libraries.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ||
        name.Contains(".so.", StringComparison.Ordinal);
}
