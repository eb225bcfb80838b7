namespace Kappa.Logs;

/// <summary>The directories and files of a file system in memory, whatever the content of a file is.</summary>
/// <remarks>Not thread-safe: its owner holds a lock. Paths are given as callers write them.</remarks>
/// <typeparam name="TNode">Content of a file.</typeparam>
/// <param name="create">Makes an empty one.</param>
internal sealed class MemoryTree<TNode>(Func<TNode> create)
    where TNode : class
{
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TNode> _files = new(StringComparer.Ordinal);

    /// <summary>All files by their normal paths.</summary>
    public IReadOnlyDictionary<string, TNode> Files => _files;

    /// <summary>The normal paths of all directories.</summary>
    public IReadOnlyCollection<string> Directories => _directories;

    public bool HasFile(string path) => _files.ContainsKey(MemoryPath.Normal(path));

    public bool HasDirectory(string path) => _directories.Contains(MemoryPath.Normal(path));

    /// <summary>The content of a file, which is made where it is missing.</summary>
    public TNode Open(string path)
    {
        string full = MemoryPath.Normal(path);
        if (!_directories.Contains(MemoryPath.Parent(full)))
        {
            throw LogErrors.WriteFailed(path, "Opening", MemoryPath.Missing);
        }

        if (!_files.TryGetValue(full, out TNode? node))
        {
            node = create();
            _files.Add(full, node);
        }

        return node;
    }

    /// <summary>Puts a file where another may be.</summary>
    public void Put(string path, TNode node) => _files[MemoryPath.Normal(path)] = node;

    /// <summary>Makes a directory and those above it.</summary>
    /// <returns>The normal paths of those that were not there.</returns>
    public IReadOnlyList<string> CreateDirectory(string path)
    {
        List<string> created = [];
        _directories.Add("");
        for (string full = MemoryPath.Normal(path); _directories.Add(full); full = MemoryPath.Parent(full))
        {
            created.Add(full);
        }

        return created;
    }

    public IReadOnlyList<string> List(string path) => MemoryPath.List(_files.Keys.Concat(_directories), path);

    public void Rename(string from, string to)
    {
        if (!_files.Remove(MemoryPath.Normal(from), out TNode? node))
        {
            throw LogErrors.WriteFailed(from, "Renaming", MemoryPath.Missing);
        }

        Put(to, node);
    }

    public void DeleteFile(string path) => _files.Remove(MemoryPath.Normal(path));

    /// <summary>The normal paths of the files in a directory and in those below it.</summary>
    public IReadOnlyList<string> FilesUnder(string path)
    {
        string full = MemoryPath.Normal(path);
        return [.. _files.Keys.Where(file => MemoryPath.IsUnder(file, full))];
    }

    /// <summary>Deletes a directory with all in it.</summary>
    /// <returns>The normal paths of the directories that are gone.</returns>
    public IReadOnlyList<string> DeleteDirectory(string path)
    {
        foreach (string file in FilesUnder(path))
        {
            _files.Remove(file);
        }

        string full = MemoryPath.Normal(path);
        string[] gone = [.. _directories
            .Where(directory => directory == full || MemoryPath.IsUnder(directory, full))];
        _directories.ExceptWith(gone);
        return gone;
    }
}
