namespace Kappa.Worker;

/// <summary>The deployed code of a data directory: one folder for each artifact, named by its hash.</summary>
/// <remarks>
/// An artifact appears whole or not at all, also after a kill or a power cut, and never changes. Only the owner may
/// read and write it. Processes may share the directory: one writes at a time, which a lock on the file
/// <c>.lock</c> decides. Thread-safe.
/// </remarks>
internal sealed class ArtifactStore
{
    /// <summary>Step of <see cref="Add"/>: all files are written and durable, under a temporary name.</summary>
    public const string CopiedStep = "deploy.copied";

    /// <summary>Step of <see cref="Add"/>: the artifact is durable under its name.</summary>
    public const string RenamedStep = "deploy.renamed";

    // Two names are enough: whoever holds the lock takes all that is under them for leftovers.
    private const string TemporaryPrefix = ".tmp-";
    private const string New = TemporaryPrefix + "new";
    private const string Old = TemporaryPrefix + "old";

    private readonly string _directory;
    private readonly IFileSystem _files;
    private readonly Action<string>? _step;
    private readonly Lock _lock = new();

    /// <summary>Opens the artifacts of a data directory, and removes what a killed process left half done.</summary>
    /// <param name="directory">Made when the first artifact is added.</param>
    /// <param name="files">What writes and syncs; on the disk, as code is loaded from there.</param>
    /// <param name="step">Is told of each step of <see cref="Add"/>, so that tests can kill the process there.</param>
    public ArtifactStore(string directory, IFileSystem files, Action<string>? step = null)
    {
        _directory = Path.GetFullPath(directory);
        _files = files;
        _step = step;
        if (Directory.Exists(_directory))
        {
            using FileStream? held = Guarded(_directory, () => ArtifactLock.TryTake(_directory));
            if (held is not null)
            {
                DeleteLeftovers(); // Whoever has the lock otherwise has done it.
            }
        }
    }

    /// <summary>The hash that <see cref="Add"/> would give. Nothing is written.</summary>
    /// <param name="assemblyFile">Path of the .dll with the topologies, in its build output.</param>
    /// <exception cref="KappaException">KAP5224: a file cannot be read.</exception>
    public static string HashOf(string assemblyFile) =>
        Guarded(assemblyFile, () => new BuildOutput(assemblyFile).Hash());

    /// <summary>The hashes of all artifacts, unverified, in ordinal order.</summary>
    public IReadOnlyList<string> List() => [.. _files.List(_directory).Where(ArtifactHash.IsHash)];

    /// <summary>The hashes of all artifacts, unverified, in the order in which they were deployed.</summary>
    public IReadOnlyList<string> ListByAge() =>
        [.. List().OrderBy(hash => Directory.GetLastWriteTimeUtc(PathOf(hash)))];

    /// <summary>Copies the code of an assembly. What is there and whole is kept; if damaged, it is replaced.</summary>
    /// <param name="assemblyFile">Path of the .dll with the topologies, in its build output.</param>
    /// <returns>The hash. The artifact is durable.</returns>
    /// <exception cref="KappaException">
    /// KAP5223: another process adds or removes one. KAP5224: a file cannot be read. Errors of the disk as
    /// <see cref="IFileSystem"/> has them. The call may be repeated.
    /// </exception>
    public string Add(string assemblyFile)
    {
        lock (_lock)
        {
            MakeDirectory();
            using FileStream held = TakeLock();
            DeleteLeftovers();
            string hash = HashOf(assemblyFile);
            if (!IsWhole(hash))
            {
                hash = Guarded(assemblyFile, () => Copy(new BuildOutput(assemblyFile)));
                _step?.Invoke(CopiedStep);
                SetAside(hash);
                Guarded(_directory, () => Directory.Move(PathOf(New), PathOf(hash)));
            }

            // Also for one that was there: whoever renamed it may have been killed before the sync.
            _files.SyncDirectory(_directory);
            TryDeleteLeftovers(); // The damaged one that was replaced.
            _step?.Invoke(RenamedStep);
            return hash;
        }
    }

    /// <summary>Gives the assembly of an artifact, after checking every file of it.</summary>
    /// <param name="hash">The hash that <see cref="Add"/> gave.</param>
    /// <returns>Full path of the .dll with the topologies.</returns>
    /// <exception cref="KappaException">
    /// KAP5220: there is none. KAP5221: its files changed. KAP5222: another Kappa wrote it. For all of them: deploy it
    /// again. KAP5224: it cannot be read.
    /// </exception>
    public string Find(string hash)
    {
        if (!Exists(hash))
        {
            throw WorkerErrors.NoSuchArtifact(hash, _directory);
        }

        string path = PathOf(hash);
        if (!IsWhole(hash))
        {
            throw WorkerErrors.ArtifactChanged(path);
        }

        string manifest = Path.Combine(path, ArtifactManifest.FileName);
        return Guarded(path, () => ArtifactManifest.Parse(File.ReadAllBytes(manifest))) is { } read
            ? Path.Combine(path, read.Assembly) : throw WorkerErrors.OtherArtifactFormat(path);
    }

    /// <summary>Deletes an artifact that no version uses; one that is not there is no error.</summary>
    /// <param name="hash">The hash that <see cref="Add"/> gave.</param>
    /// <exception cref="KappaException">KAP5223: another process adds or removes one. Try again.</exception>
    public void Remove(string hash)
    {
        lock (_lock)
        {
            if (Exists(hash))
            {
                using FileStream held = TakeLock();
                DeleteLeftovers();
                SetAside(hash);
                DeleteLeftovers();
            }
        }
    }

    private static T Guarded<T>(string path, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WorkerErrors.ArtifactNotAccessible(path, error);
        }
    }

    private static void Guarded(string path, Action call) => Guarded(path, () =>
    {
        call();
        return true;
    });

    private string PathOf(string name) => Path.Combine(_directory, name);

    private bool Exists(string hash) => ArtifactHash.IsHash(hash) && Directory.Exists(PathOf(hash));

    private bool IsWhole(string hash) => Exists(hash) &&
        Guarded(PathOf(hash), () => ArtifactHash.Of(PathOf(hash)) == hash);

    private void MakeDirectory()
    {
        string above = Path.GetDirectoryName(_directory)!;
        _files.CreateDirectory(above);
        Guarded(_directory, () => ArtifactWriter.MakeDirectory(_directory));
        _files.SyncDirectory(above);
    }

    private string Copy(BuildOutput output)
    {
        try
        {
            return new ArtifactWriter(_files, PathOf(New)).Write(output);
        }
        catch
        {
            TryDeleteLeftovers(); // A full disk needs the room, and the first error is the one to report.
            throw;
        }
    }

    /// <summary>Takes an artifact's name away before it loses files, so that no kill leaves a part of one.</summary>
    private void SetAside(string hash)
    {
        if (Exists(hash))
        {
            Guarded(_directory, () => Directory.Move(PathOf(hash), PathOf(Old)));
            _files.SyncDirectory(_directory);
        }
    }

    private void DeleteLeftovers()
    {
        foreach (string name in _files.List(_directory)
            .Where(name => name.StartsWith(TemporaryPrefix, StringComparison.Ordinal)))
        {
            _files.DeleteDirectory(PathOf(name));
        }
    }

    private void TryDeleteLeftovers()
    {
        try
        {
            DeleteLeftovers();
        }
        catch (KappaException)
        {
            // They harm nobody; the next writer deletes them.
        }
    }

    private FileStream TakeLock() => Guarded(_directory, () => ArtifactLock.TryTake(_directory))
        ?? throw WorkerErrors.DeployRuns(_directory);
}
