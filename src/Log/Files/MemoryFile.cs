namespace Kappa.Logs;

/// <summary>An open file of a <see cref="MemoryFileSystem"/>.</summary>
internal sealed class MemoryFile(string path, MemoryNode node) : IFile
{
    private bool _disposed;

    public string Path => path;

    public long Length => node.Length;

    public int Read(Span<byte> buffer, long position)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return node.Read(buffer, position);
    }

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        node.Write(bytes, position);
    }

    public void SetLength(long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        node.SetLength(length);
    }

    public void Sync() => ObjectDisposedException.ThrowIf(_disposed, this);

    public void Dispose() => _disposed = true;
}
