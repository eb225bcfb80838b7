using Kappa.Logs;

namespace Kappa.Tests;

/// <summary>Files in memory that fail when told to, and lose what was not synced, as in a power cut.</summary>
/// <remarks>
/// Thread-safe. Crash images need <c>tracksCrashes</c>, which keeps every write until its file is synced.
/// </remarks>
public sealed class FaultyFileSystem : IFileSystem, IBootIdentity
{
    private readonly bool _tracks;
    private readonly Lock _lock = new();
    private readonly SortedSet<string> _directories = new(StringComparer.Ordinal);

    // Deleted, but a power cut may bring them back until the directory above is synced. Creation is durable at once.
    private readonly SortedSet<string> _undeadDirectories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FaultyNode> _files = new(StringComparer.Ordinal);

    // Directory entries as a power cut leaves them; entries move over when their directory is synced.
    private readonly Dictionary<string, FaultyNode> _durableFiles = new(StringComparer.Ordinal);
    private readonly int _boot;
    private int _writesToFault;
    private int _syncsToFault;
    private int _deletionsToFault;
    private DiskFault _writeFault;
    private DiskFault _syncFault;
    private DiskFault _deletionFault;

    /// <summary>Creates an empty file system.</summary>
    /// <param name="tracksCrashes">Whether <see cref="CrashImage"/> will be asked for.</param>
    public FaultyFileSystem(bool tracksCrashes = false)
        : this(tracksCrashes, 1)
    {
    }

    private FaultyFileSystem(bool tracks, int boot)
    {
        _tracks = tracks;
        _boot = boot;
    }

    /// <summary>Whether a fault that was asked for has yet to come.</summary>
    public bool IsFaultPending => _writesToFault > 0 || _syncsToFault > 0 || _deletionsToFault > 0;

    string IBootIdentity.BootId => $"memory-{_boot}";

    /// <summary>Called before every write, sync, rename and deletion: where a test takes its crash images.</summary>
    /// <value>The default is <see langword="null"/>: nothing is called.</value>
    public Action? BeforeChange { get; set; }

    /// <summary>Makes one write or change of length fail.</summary>
    /// <param name="nth">Which one, counted from now; 1 is the next.</param>
    /// <param name="fault">The error.</param>
    public void FailWrite(int nth, DiskFault fault) => (_writesToFault, _writeFault) = (nth, fault);

    /// <summary>Makes one sync of a file or directory fail.</summary>
    /// <param name="nth">Which one, counted from now; 1 is the next.</param>
    /// <param name="fault">The error.</param>
    public void FailSync(int nth, DiskFault fault) => (_syncsToFault, _syncFault) = (nth, fault);

    /// <summary>Makes one deletion of a file or directory fail; of a directory some files may be gone.</summary>
    /// <param name="nth">Which one, counted from now; 1 is the next.</param>
    /// <param name="fault">The error.</param>
    public void FailDeletion(int nth, DiskFault fault) => (_deletionsToFault, _deletionFault) = (nth, fault);

    /// <summary>
    /// Gives what a power cut at this moment could leave: everything that was synced; of the rest any part, each write
    /// whole, torn or missing.
    /// </summary>
    /// <param name="random">Decides what survives.</param>
    /// <returns>A file system of its own, as another boot of the machine would find it.</returns>
    /// <exception cref="InvalidOperationException">The file system does not track crashes.</exception>
    public FaultyFileSystem CrashImage(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!_tracks)
        {
            throw new InvalidOperationException("Create the file system with tracksCrashes: true.");
        }

        FaultyFileSystem image = new(_tracks, _boot + 1);
        lock (_lock)
        {
            image._directories.UnionWith(_directories);
            image._directories.UnionWith(_undeadDirectories.Where(_ => random.Next(2) == 0));
            foreach (string path in _files.Keys.Union(_durableFiles.Keys)
                .Where(path => image._directories.Contains(MemoryPath.Parent(path)))
                .Order(StringComparer.Ordinal))
            {
                FaultyNode? now = _files.GetValueOrDefault(path);
                FaultyNode? durable = _durableFiles.GetValueOrDefault(path);
                FaultyNode? kept = now == durable || random.Next(2) == 0 ? durable : now;
                if (kept is not null)
                {
                    image._files[path] = image._durableFiles[path] = kept.AfterPowerCut(random);
                }
            }
        }

        return image;
    }

    /// <summary>Gives what a killed process leaves behind: everything it wrote, on the same boot.</summary>
    public FaultyFileSystem Copy()
    {
        FaultyFileSystem copy = new(_tracks, _boot);
        lock (_lock)
        {
            copy._directories.UnionWith(_directories);
            copy._undeadDirectories.UnionWith(_undeadDirectories);
            foreach ((string path, FaultyNode node) in _durableFiles)
            {
                copy._durableFiles[path] = node.Copy();
            }

            foreach ((string path, FaultyNode node) in _files)
            {
                copy._files[path] = node.Copy();
                if (_durableFiles.GetValueOrDefault(path) == node)
                {
                    copy._durableFiles[path] = copy._files[path];
                }
            }
        }

        return copy;
    }

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

            if (!_files.TryGetValue(full, out FaultyNode? node))
            {
                node = new FaultyNode(_tracks);
                _files.Add(full, node);
            }

            return new FaultyFile(this, path, node);
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
            string full = MemoryPath.Normal(path);
            while (full.Length > 0 && _directories.Add(full))
            {
                Bury(full);
                full = MemoryPath.Parent(full);
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
        BeforeChange?.Invoke();
        lock (_lock)
        {
            if (!_files.Remove(MemoryPath.Normal(from), out FaultyNode? node))
            {
                throw LogErrors.WriteFailed(from, "Renaming", MemoryPath.Missing);
            }

            _files[MemoryPath.Normal(to)] = node;
        }
    }

    /// <inheritdoc/>
    public void DeleteFile(string path)
    {
        ThrowIfDeletionFails(path);
        lock (_lock)
        {
            _files.Remove(MemoryPath.Normal(path));
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        string full = MemoryPath.Normal(path);
        List<string> files;
        lock (_lock)
        {
            files = [.. _files.Keys.Where(file => MemoryPath.IsUnder(file, full))];
        }

        files.ForEach(DeleteFile); // One by one, as an operating system does: each is a moment to be killed at.
        ThrowIfDeletionFails(path);
        lock (_lock)
        {
            List<string> directories = [.. _directories
                .Where(directory => directory == full || MemoryPath.IsUnder(directory, full))];
            _directories.ExceptWith(directories);
            _undeadDirectories.UnionWith(_tracks ? directories : []);
        }
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        if (TakeSyncFault() is { } fault)
        {
            throw LogErrors.SyncFailed(path, Describe(fault));
        }

        if (!_tracks)
        {
            return;
        }

        string full = MemoryPath.Normal(path);
        lock (_lock)
        {
            _undeadDirectories.Where(directory => MemoryPath.Parent(directory) == full).ToList().ForEach(Bury);
            foreach (string file in _durableFiles.Keys.Where(file => MemoryPath.Parent(file) == full).ToList())
            {
                _durableFiles.Remove(file);
            }

            foreach ((string file, FaultyNode node) in _files)
            {
                if (MemoryPath.Parent(file) == full)
                {
                    _durableFiles[file] = node;
                }
            }
        }
    }

    internal static string Describe(DiskFault fault) => fault == DiskFault.NoSpace
        ? "ENOSPC (errno 28, No space left on device)"
        : "EIO (errno 5, Input/output error)";

    internal static KappaException Failed(string path, string doing, DiskFault fault) => fault == DiskFault.NoSpace
        ? LogErrors.NoRoom(path, doing, Describe(fault))
        : LogErrors.WriteFailed(path, doing, Describe(fault));

    internal DiskFault? TakeWriteFault()
    {
        BeforeChange?.Invoke();
        return _writesToFault > 0 && Interlocked.Decrement(ref _writesToFault) == 0 ? _writeFault : null;
    }

    internal DiskFault? TakeSyncFault()
    {
        BeforeChange?.Invoke();
        return _syncsToFault > 0 && Interlocked.Decrement(ref _syncsToFault) == 0 ? _syncFault : null;
    }

    private void ThrowIfDeletionFails(string path)
    {
        BeforeChange?.Invoke();
        if (_deletionsToFault > 0 && Interlocked.Decrement(ref _deletionsToFault) == 0)
        {
            throw LogErrors.WriteFailed(path, "Deleting", Describe(_deletionFault));
        }
    }

    /// <summary>Makes the deletion of a directory durable: no power cut brings it or its files back.</summary>
    private void Bury(string directory)
    {
        _undeadDirectories.RemoveWhere(entry => entry == directory || MemoryPath.IsUnder(entry, directory));
        foreach (string file in _durableFiles.Keys.Where(file => MemoryPath.IsUnder(file, directory)).ToList())
        {
            _durableFiles.Remove(file);
        }
    }
}
