using Kappa.Logs;

namespace Kappa.Tests;

/// <summary>The entries of directories as a power cut leaves them: those of the last sync of each.</summary>
/// <remarks>Not thread-safe: its owner holds a lock. Paths are normal ones.</remarks>
internal sealed class DurableEntries
{
    // Deleted, but a power cut may bring them back until the directory above is synced. Creation is durable at once.
    private readonly SortedSet<string> _undeadDirectories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FaultyNode> _files = new(StringComparer.Ordinal);

    /// <summary>A directory was made: an older one of that name does not come back.</summary>
    public void Created(string directory) => Bury(directory);

    /// <summary>Directories were deleted; the one above was not synced yet.</summary>
    public void Deleted(IEnumerable<string> directories) => _undeadDirectories.UnionWith(directories);

    /// <summary>A directory was synced: what is in it now is what a power cut leaves.</summary>
    public void Synced(string directory, IReadOnlyDictionary<string, FaultyNode> files)
    {
        _undeadDirectories.Where(undead => MemoryPath.Parent(undead) == directory).ToList().ForEach(Bury);
        RemoveFiles(file => MemoryPath.Parent(file) == directory);
        foreach ((string file, FaultyNode node) in files)
        {
            if (MemoryPath.Parent(file) == directory)
            {
                _files[file] = node;
            }
        }
    }

    /// <summary>Fills a file system with what a power cut leaves of another one.</summary>
    /// <param name="now">What was there.</param>
    /// <param name="tree">Is filled, and so are <paramref name="entries"/>.</param>
    /// <param name="entries">Those of what is filled.</param>
    /// <param name="random">Decides what survives.</param>
    public void Survive(
        MemoryTree<FaultyNode> now, MemoryTree<FaultyNode> tree, DurableEntries entries, Random random)
    {
        HashSet<string> kept = [.. now.Directories, .. _undeadDirectories.Where(_ => random.Next(2) == 0)];
        foreach (string directory in kept)
        {
            tree.CreateDirectory(directory);
        }

        foreach (string path in now.Files.Keys.Union(_files.Keys).Order(StringComparer.Ordinal)
            .Where(path => kept.Contains(MemoryPath.Parent(path))))
        {
            FaultyNode? written = now.Files.GetValueOrDefault(path);
            FaultyNode? durable = _files.GetValueOrDefault(path);
            if ((written == durable || random.Next(2) == 0 ? durable : written) is { } node)
            {
                tree.Put(path, node.AfterPowerCut(random));
                entries._files[path] = tree.Files[path];
            }
        }
    }

    /// <summary>Copies these entries, and all files with them.</summary>
    public void CopyTo(MemoryTree<FaultyNode> now, MemoryTree<FaultyNode> tree, DurableEntries entries)
    {
        entries._undeadDirectories.UnionWith(_undeadDirectories);
        foreach ((string path, FaultyNode node) in _files)
        {
            entries._files[path] = node.Copy();
        }

        foreach ((string path, FaultyNode node) in now.Files)
        {
            tree.Put(path, node.Copy());
            if (_files.GetValueOrDefault(path) == node)
            {
                entries._files[path] = tree.Files[path];
            }
        }
    }

    /// <summary>Makes the deletion of a directory durable: no power cut brings it or its files back.</summary>
    private void Bury(string directory)
    {
        _undeadDirectories.RemoveWhere(entry => entry == directory || MemoryPath.IsUnder(entry, directory));
        RemoveFiles(file => MemoryPath.IsUnder(file, directory));
    }

    private void RemoveFiles(Func<string, bool> which) =>
        _files.Keys.Where(which).ToList().ForEach(file => _files.Remove(file));
}
