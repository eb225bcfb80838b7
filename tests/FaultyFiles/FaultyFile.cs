using Kappa.Logs;

namespace Kappa.Tests;

/// <summary>An open file of a <see cref="FaultyFileSystem"/>.</summary>
internal sealed class FaultyFile(FaultyFileSystem files, string path, FaultyNode node) : IFile
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
        if (files.TakeWriteFault() is { } fault)
        {
            // A disk that fails has often written a part.
            node.Write(bytes[..(bytes.Length / 2)], position);
            throw FaultyFileSystem.Failed(path, "Writing", fault);
        }

        node.Write(bytes, position);
    }

    public void SetLength(long length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (files.TakeWriteFault() is { } fault)
        {
            throw FaultyFileSystem.Failed(path, "Changing the length of", fault);
        }

        node.SetLength(length);
    }

    public void Sync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (files.TakeSyncFault() is { } fault)
        {
            throw LogErrors.SyncFailed(path, FaultyFileSystem.Describe(fault));
        }

        node.Sync();
    }

    public void Dispose() => _disposed = true;
}
