namespace Kappa.Logs.Tests;

/// <summary>An open file of a <see cref="CrashDisk"/>.</summary>
internal sealed class CrashFile(CrashDisk disk, IFile file) : IFile
{
    public string Path => file.Path;

    public long Length => file.Length;

    public int Read(Span<byte> buffer, long position) => file.Read(buffer, position);

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        disk.Note("write of", Path);
        file.Write(bytes, position);
    }

    public void SetLength(long length)
    {
        disk.Note("change of length of", Path);
        file.SetLength(length);
    }

    public void Sync()
    {
        disk.Note("sync of", Path);
        file.Sync();
    }

    public void Dispose() => file.Dispose();
}
