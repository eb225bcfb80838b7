namespace Kappa.Logs.Tests;

/// <summary>A simulated disk that knows what is about to be done to it, and can end the process at any point.</summary>
/// <remarks>What a power cut leaves of it, <see cref="FaultyFileSystem"/> decides.</remarks>
internal sealed class CrashDisk(FaultyFileSystem files) : IFileSystem, IBootIdentity
{
    /// <summary>The change that is under way: what is done, and to what kind of file.</summary>
    public string Change { get; private set; } = "";

    /// <summary>Called once, before the next change.</summary>
    public Action? OnNextChange { get; set; }

    public FaultyFileSystem Files => files;

    public string BootId => ((IBootIdentity)files).BootId;

    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data) =>
        new CrashFile(this, files.Open(path, unixMode));

    public bool FileExists(string path) => files.FileExists(path);

    public bool DirectoryExists(string path) => files.DirectoryExists(path);

    public void CreateDirectory(string path) => files.CreateDirectory(path);

    public IReadOnlyList<string> List(string path) => files.List(path);

    public void Rename(string from, string to)
    {
        Note("rename of", to);
        files.Rename(from, to);
    }

    public void DeleteFile(string path)
    {
        Note("deletion of", path);
        files.DeleteFile(path);
    }

    public void DeleteDirectory(string path)
    {
        Note("deletion of", path);
        files.DeleteDirectory(path);
    }

    public void SyncDirectory(string path)
    {
        Note("sync of directory of", path + "/");
        files.SyncDirectory(path);
    }

    public void Note(string what, string path)
    {
        Change = $"{what} {Kind(path)}";
        Action? next = OnNextChange;
        OnNextChange = null;
        next?.Invoke();
    }

    private static string Kind(string path) => path switch
    {
        _ when path.Contains("/journal", StringComparison.Ordinal) => "journal",
        _ when path.Contains("/topics", StringComparison.Ordinal) => "topics",
        _ when path.EndsWith(".log", StringComparison.Ordinal) => "segment",
        _ when path.EndsWith("index", StringComparison.Ordinal) => "index",
        _ when path.EndsWith("compaction", StringComparison.Ordinal) => "compaction state",
        _ when path.EndsWith("format", StringComparison.Ordinal) => "format",
        _ when path is "log/" => "log",
        _ => "partition",
    };
}
