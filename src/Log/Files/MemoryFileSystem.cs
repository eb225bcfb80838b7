namespace Kappa.Logs;

/// <summary>Files in memory, which are gone when the process ends.</summary>
/// <remarks>Thread-safe. A sync has nothing to do; nothing ever fails but what the caller does wrong.</remarks>
public sealed class MemoryFileSystem : IFileSystem, IBootIdentity
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryNode> _files = new(StringComparer.Ordinal);

    string IBootIdentity.BootId => "memory";

    /// <inheritdoc/>
    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data)
    {
        string full = MemoryPath.Normal(path);
        lock (_lock)
        {
            if (!_directories.Contains(MemoryPath.Parent(full)))
            {
                throw LogErrors.WriteFailed(path, "Opening", MemoryPath.Missing);
            }

            if (!_files.TryGetValue(full, out MemoryNode? node))
            {
                node = new MemoryNode();
                _files.Add(full, node);
            }

            return new MemoryFile(path, node);
        }
    }

    /// <inheritdoc/>
    public bool FileExists(string path)
    {
        lock (_lock)
        {
            return _files.ContainsKey(MemoryPath.Normal(path));
        }
    }

    /// <inheritdoc/>
    public bool DirectoryExists(string path)
    {
        lock (_lock)
        {
            return _directories.Contains(MemoryPath.Normal(path));
        }
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        lock (_lock)
        {
            for (string full = MemoryPath.Normal(path); full.Length > 0; full = MemoryPath.Parent(full))
            {
                _directories.Add(full);
            }

            _directories.Add("");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string path)
    {
        lock (_lock)
        {
            return MemoryPath.List(_files.Keys.Concat(_directories), path);
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        lock (_lock)
        {
            if (!_files.Remove(MemoryPath.Normal(from), out MemoryNode? node))
            {
                throw LogErrors.WriteFailed(from, "Renaming", MemoryPath.Missing);
            }

            _files[MemoryPath.Normal(to)] = node;
        }
    }

    /// <inheritdoc/>
    public void DeleteFile(string path)
    {
        lock (_lock)
        {
            _files.Remove(MemoryPath.Normal(path));
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        string full = MemoryPath.Normal(path);
        lock (_lock)
        {
            foreach (string file in _files.Keys.Where(file => MemoryPath.IsUnder(file, full)).ToList())
            {
                _files.Remove(file);
            }

            _directories.RemoveWhere(directory => directory == full || MemoryPath.IsUnder(directory, full));
        }
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        // Nothing outlives the process.
    }
}
