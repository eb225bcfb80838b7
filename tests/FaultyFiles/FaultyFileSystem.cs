using Kappa.Logs;

namespace Kappa.Tests;

/// <summary>Files in memory that fail when told to, and lose what was not synced, as in a power cut.</summary>
/// <remarks>
/// Thread-safe. Crash images need <c>tracksCrashes</c>, which keeps every write until its file is synced. Files and
/// directories are those of <see cref="MemoryFileSystem"/>: here are the faults.
/// </remarks>
public sealed class FaultyFileSystem : IFileSystem, IBootIdentity
{
    private readonly bool _tracks;
    private readonly int _boot;
    private readonly Lock _lock = new();
    private readonly MemoryTree<FaultyNode> _tree;
    private readonly DurableEntries _durable = new();
    private readonly PlannedFault _writes = new();
    private readonly PlannedFault _syncs = new();
    private readonly PlannedFault _deletions = new();

    /// <summary>Creates an empty file system.</summary>
    /// <param name="tracksCrashes">Whether <see cref="CrashImage"/> will be asked for.</param>
    public FaultyFileSystem(bool tracksCrashes = false)
        : this(tracksCrashes, 1)
    {
    }

    private FaultyFileSystem(bool tracks, int boot)
    {
        (_tracks, _boot) = (tracks, boot);
        _tree = new MemoryTree<FaultyNode>(() => new FaultyNode(tracks));
    }

    /// <summary>Whether a fault that was asked for has yet to come.</summary>
    public bool IsFaultPending => _writes.IsPending || _syncs.IsPending || _deletions.IsPending;

    string IBootIdentity.BootId => $"memory-{_boot}";

    /// <summary>Called before every write, sync, rename and deletion: where a test takes its crash images.</summary>
    /// <value>The default is <see langword="null"/>: nothing is called.</value>
    public Action? BeforeChange { get; set; }

    /// <summary>Makes one write or change of length fail.</summary>
    /// <param name="nth">Which one, counted from now; 1 is the next.</param>
    /// <param name="fault">The error.</param>
    public void FailWrite(int nth, DiskFault fault) => _writes.Plan(nth, fault);

    /// <summary>Makes one sync of a file or directory fail.</summary>
    /// <param name="nth">Which one, counted from now; 1 is the next.</param>
    /// <param name="fault">The error.</param>
    public void FailSync(int nth, DiskFault fault) => _syncs.Plan(nth, fault);

    /// <summary>Makes one deletion of a file or directory fail; of a directory some files may be gone.</summary>
    /// <param name="nth">Which one, counted from now; 1 is the next.</param>
    /// <param name="fault">The error.</param>
    public void FailDeletion(int nth, DiskFault fault) => _deletions.Plan(nth, fault);

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
            _durable.Survive(_tree, image._tree, image._durable, random);
        }

        return image;
    }

    /// <summary>Gives what a killed process leaves behind: everything it wrote, on the same boot.</summary>
    public FaultyFileSystem Copy()
    {
        FaultyFileSystem copy = new(_tracks, _boot);
        lock (_lock)
        {
            foreach (string directory in _tree.Directories)
            {
                copy._tree.CreateDirectory(directory);
            }

            _durable.CopyTo(_tree, copy._tree, copy._durable);
        }

        return copy;
    }

    /// <inheritdoc/>
    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data)
    {
        lock (_lock)
        {
            return new FaultyFile(this, path, _tree.Open(path));
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
            foreach (string created in _tree.CreateDirectory(path))
            {
                _durable.Created(created);
            }
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
        BeforeChange?.Invoke();
        lock (_lock)
        {
            _tree.Rename(from, to);
        }
    }

    /// <inheritdoc/>
    public void DeleteFile(string path)
    {
        ThrowIfDeletionFails(path);
        lock (_lock)
        {
            _tree.DeleteFile(path);
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        List<string> files;
        lock (_lock)
        {
            files = [.. _tree.FilesUnder(path)];
        }

        files.ForEach(DeleteFile); // One by one, as an operating system does: each is a moment to be killed at.
        ThrowIfDeletionFails(path);
        lock (_lock)
        {
            IReadOnlyList<string> gone = _tree.DeleteDirectory(path);
            _durable.Deleted(_tracks ? gone : []);
        }
    }

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        if (TakeSyncFault() is { } fault)
        {
            throw LogErrors.SyncFailed(path, Describe(fault));
        }

        if (_tracks)
        {
            lock (_lock)
            {
                _durable.Synced(MemoryPath.Normal(path), _tree.Files);
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
        return _writes.Take();
    }

    internal DiskFault? TakeSyncFault()
    {
        BeforeChange?.Invoke();
        return _syncs.Take();
    }

    private void ThrowIfDeletionFails(string path)
    {
        BeforeChange?.Invoke();
        if (_deletions.Take() is { } fault)
        {
            throw LogErrors.WriteFailed(path, "Deleting", Describe(fault));
        }
    }
}
