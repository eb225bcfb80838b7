using Kappa.StateStores;

namespace Kappa.Simulation.Tests;

/// <summary>
/// State on a disk of its own: complete writes reach it when they like, and what has is there after a crash.
/// </summary>
internal sealed class SimulatedState(Random random, FaultSites sites) : IStateBackends, IFileSystem
{
    private readonly SortedDictionary<string, StateImage> _images = new(StringComparer.Ordinal);

    public IDiskBackend Open(string directory, IReadOnlyList<string> stores) =>
        new SimulatedBackend(this, directory, stores, _images.GetValueOrDefault(directory));

    public void CreateDirectory(string path)
    {
    }

    public void DeleteDirectory(string path)
    {
        sites.Pass("state.delete");
        foreach (string directory in _images.Keys.Where(directory => directory.StartsWith(path)).ToArray())
        {
            _images.Remove(directory);
        }
    }

    /// <summary>A write is about to be done.</summary>
    public void BeforeWrite() => sites.Pass("state.write");

    /// <summary>Whether RocksDB flushes behind this write, as it likes.</summary>
    public bool FlushesNow() => random.Next(4) == 0;

    public void Keep(string directory, StateImage image)
    {
        if (!sites.IsDead)
        {
            _images[directory] = image;
        }
    }

    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data) => throw NotOfState();

    public bool FileExists(string path) => throw NotOfState();

    public bool DirectoryExists(string path) => throw NotOfState();

    public IReadOnlyList<string> List(string path) => throw NotOfState();

    public void Rename(string from, string to) => throw NotOfState();

    public void DeleteFile(string path) => throw NotOfState();

    public void SyncDirectory(string path) => throw NotOfState();

    private static NotSupportedException NotOfState() => new("The engine asks for files below the state's directory.");
}
