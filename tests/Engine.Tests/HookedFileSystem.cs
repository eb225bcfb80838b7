namespace Kappa.Engine.Tests;

/// <summary>Calls a hook before each write and each sync: a moment at which power may fail.</summary>
internal sealed class HookedFileSystem(IFileSystem inner) : IFileSystem
{
    public Action? Hook { get; set; }

    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data) =>
        new HookedFile(this, inner.Open(path, unixMode));

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public void CreateDirectory(string path) => inner.CreateDirectory(path);

    public IReadOnlyList<string> List(string path) => inner.List(path);

    public void Rename(string from, string to) => inner.Rename(from, to);

    public void DeleteFile(string path) => inner.DeleteFile(path);

    public void DeleteDirectory(string path) => inner.DeleteDirectory(path);

    public void SyncDirectory(string path) => inner.SyncDirectory(path);

    private sealed class HookedFile(HookedFileSystem owner, IFile file) : IFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public int Read(Span<byte> buffer, long position) => file.Read(buffer, position);

        public void Write(ReadOnlySpan<byte> bytes, long position)
        {
            owner.Hook?.Invoke();
            file.Write(bytes, position);
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Sync()
        {
            owner.Hook?.Invoke();
            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
