namespace Kappa.Logs;

/// <summary>Files in memory, which are gone when the process ends.</summary>
/// <remarks>Thread-safe. A sync has nothing to do; nothing ever fails but what the caller does wrong.</remarks>
public sealed class MemoryFileSystem : IFileSystem, IBootIdentity
{
    private readonly Lock _lock = new();
    private readonly MemoryTree<MemoryNode> _tree = new(() => new MemoryNode());

    string IBootIdentity.BootId => "memory";

    /// <inheritdoc/>
    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data)
    {
        lock (_lock)
        {
            return new MemoryFile(path, _tree.Open(path));
        }
    }

    /// <inheritdoc/>
    public bool FileExists(string path)
    {
        lock (_lock)
        {
            return _tree.HasFile(path);
        }
    }

    /// <inheritdoc/>
    public bool DirectoryExists(string path)
    {
        lock (_lock)
        {
            return _tree.HasDirectory(path);
        }
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        lock (_lock)
        {
            _tree.CreateDirectory(path);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string path)
    {
        lock (_lock)
        {
            return _tree.List(path);
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        lock (_lock)
        {
            _tree.Rename(from, to);
        }
    }

    /// <inheritdoc/>
    public void DeleteFile(string path)
    {
        lock (_lock)
        {
            _tree.DeleteFile(path);
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        lock (_lock)
        {
            _tree.DeleteDirectory(path);
        }
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        // Nothing outlives the process.
    }
}
