using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kappa.Logs;

/// <summary>A file of the operating system.</summary>
internal sealed class DiskFile : IFile
{
    private readonly SafeFileHandle _handle;

    public DiskFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    public long Length => DiskErrors.Guard(Path, "Reading the length of", this, static file =>
        RandomAccess.GetLength(file._handle));

    public int Read(Span<byte> buffer, long position)
    {
        int total = 0;
        try
        {
            while (total < buffer.Length)
            {
                int read = RandomAccess.Read(_handle, buffer[total..], position + total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }
        }
        catch (Exception error) when (DiskErrors.IsDisk(error))
        {
            throw DiskErrors.Translate(error, Path, "Reading");
        }

        return total;
    }

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, position);
        }
        catch (Exception error) when (DiskErrors.IsDisk(error))
        {
            throw DiskErrors.Translate(error, Path, "Writing");
        }
    }

    public void SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(_handle, length);
        }
        catch (Exception error) when (DiskErrors.IsDisk(error))
        {
            throw DiskErrors.Translate(error, Path, "Changing the length of");
        }
    }

    public void Sync()
    {
        bool held = false;
        try
        {
            _handle.DangerousAddRef(ref held);
            Sync((int)_handle.DangerousGetHandle());
        }
        finally
        {
            if (held)
            {
                _handle.DangerousRelease();
            }
        }
    }

    public void Dispose() => _handle.Dispose();

    private void Sync(int descriptor)
    {
        if (OperatingSystem.IsWindows())
        {
            DiskErrors.FlushOnWindows(_handle, Path);
            return;
        }

        int result;
        do
        {
            // macOS has no fdatasync.
            result = OperatingSystem.IsMacOS() ? LibC.Fsync(descriptor) : LibC.Fdatasync(descriptor);
        }
        while (result != 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        if (result != 0)
        {
            throw LogErrors.SyncFailed(Path, LibC.Describe(Marshal.GetLastPInvokeError()));
        }
    }
}
