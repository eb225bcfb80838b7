using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>The disk, with a list of what was done to one directory in order, and a sync that fails.</summary>
internal sealed class ArtifactFileSystem(string directory) : IFileSystem
{
    private readonly DiskFileSystem _disk = DiskFileSystem.Instance;
    private int _syncs;

    /// <summary>What was done: <c>open PATH</c>, <c>sync PATH</c>, <c>sync-directory PATH</c>.</summary>
    public List<string> Done { get; } = [];

    /// <summary>Which sync fails, counted from 1; 0 for none.</summary>
    public int FailedSync { get; set; }

    public int Syncs => _syncs;

    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data)
    {
        Done.Add($"open {Name(path)}");
        return new File(_disk.Open(path, unixMode), () => Sync("sync", path));
    }

    public bool FileExists(string path) => _disk.FileExists(path);

    public bool DirectoryExists(string path) => _disk.DirectoryExists(path);

    public void CreateDirectory(string path) => _disk.CreateDirectory(path);

    public IReadOnlyList<string> List(string path) => _disk.List(path);

    public void Rename(string from, string to) => _disk.Rename(from, to);

    public void DeleteFile(string path) => _disk.DeleteFile(path);

    public void DeleteDirectory(string path) => _disk.DeleteDirectory(path);

    public void SyncDirectory(string path)
    {
        Sync("sync-directory", path);
        _disk.SyncDirectory(path);
    }

    private string Name(string path) => Path.GetRelativePath(directory, path);

    private void Sync(string kind, string path)
    {
        if (++_syncs == FailedSync)
        {
            throw new KappaException("KAP2401", ExitCodes.DiskFailure, $"The test fails the sync of {path}.");
        }

        Done.Add($"{kind} {Name(path)}");
    }

    private sealed class File(IFile file, Action sync) : IFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public int Read(Span<byte> buffer, long position) => file.Read(buffer, position);

        public void Write(ReadOnlySpan<byte> bytes, long position) => file.Write(bytes, position);

        public void SetLength(long length) => file.SetLength(length);

        public void Sync()
        {
            sync();
            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
