using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>A build output that has files of every kind, and a place for artifacts; gone after the test.</summary>
internal sealed class ArtifactFolders : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kappa-artifacts-").FullName;

    public ArtifactFolders()
    {
        Output = Path.Combine(_root, "out");
        Store = Path.Combine(_root, "data", "artifacts");
        Directory.CreateDirectory(Output);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll"), Assembly);
        foreach (string name in new[]
        {
            "FlightDelays.pdb", "FlightDelays.deps.json", "FlightDelays.runtimeconfig.json", "FlightDelays.xml",
            "Own.Library.dll", "Own.Library.pdb", "Own.Library.xml", "libflat.so.1", "table.csv", "stray.pdb",
            "Kappa.Topology.dll", "Kappa.Topology.pdb", "Kappa.OfTheUser.dll", "de/Own.Library.resources.dll",
            "de/notes.txt", "runtimes/linux-x64/native/libown.so", "runtimes/any/lib/Own.Other.dll",
        })
        {
            Write(name, $"content of {name}");
        }

        Write("FlightDelays.deps.json", "{}");
    }

    /// <summary>The files that belong to the artifact, as this test knows them.</summary>
    public static string[] Expected { get; } =
    [
        "FlightDelays.deps.json", "FlightDelays.dll", "FlightDelays.pdb", "FlightDelays.runtimeconfig.json",
        "Kappa.OfTheUser.dll", "Own.Library.dll", "Own.Library.pdb", "artifact.json", "de/Own.Library.resources.dll",
        "libflat.so.1", "runtimes/any/lib/Own.Other.dll", "runtimes/linux-x64/native/libown.so",
    ];

    public string Output { get; }

    public string Store { get; }

    public string Assembly => Path.Combine(Output, "FlightDelays.dll");

    public ArtifactStore Open(Action<string>? step = null) => new(Store, DiskFileSystem.Instance, step);

    public void Write(string name, string content)
    {
        string path = Path.Combine(Output, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>Copies the build output elsewhere, in another order and at another time.</summary>
    /// <returns>The assembly's path there.</returns>
    public string CopyOutput()
    {
        string copy = Path.Combine(_root, "copy", "elsewhere");
        foreach (string file in Directory.GetFiles(Output, "*", SearchOption.AllDirectories).Reverse())
        {
            string target = Path.Combine(copy, Path.GetRelativePath(Output, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            File.SetLastWriteTimeUtc(target, DateTime.UnixEpoch);
        }

        return Path.Combine(copy, "FlightDelays.dll");
    }

    /// <summary>The files below a directory, in ordinal order.</summary>
    public static string[] Files(string directory) => [.. Directory
        .GetFiles(directory, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(directory, file)).Order(StringComparer.Ordinal)];

    /// <summary>What lies in the store, but for its lock.</summary>
    public string[] Entries() => [.. Directory.GetFileSystemEntries(Store)
        .Select(entry => Path.GetFileName(entry)).Where(name => name != ".lock").Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
