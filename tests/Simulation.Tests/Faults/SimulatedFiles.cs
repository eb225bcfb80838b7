using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <summary>The files of the log: each change of them is a site.</summary>
internal sealed class SimulatedFiles(FaultyFileSystem inner, FaultSites sites) : IFileSystem, IBootIdentity
{
    string IBootIdentity.BootId => ((IBootIdentity)inner).BootId;

    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data) =>
        new SimulatedFile(inner.Open(path, unixMode), this);

    public bool FileExists(string path) => inner.FileExists(path);

    public bool DirectoryExists(string path) => inner.DirectoryExists(path);

    public void CreateDirectory(string path)
    {
        Pass("disk.create-directory");
        inner.CreateDirectory(path);
    }

    public IReadOnlyList<string> List(string path) => inner.List(path);

    public void Rename(string from, string to)
    {
        Pass("disk.rename");
        inner.Rename(from, to);
    }

    public void DeleteFile(string path)
    {
        Pass("disk.delete");
        inner.DeleteFile(path);
    }

    public void DeleteDirectory(string path)
    {
        Pass("disk.delete");
        inner.DeleteDirectory(path);
    }

    public void SyncDirectory(string path)
    {
        Pass("disk.sync-directory");
        inner.SyncDirectory(path);
    }

    private void Pass(string operation)
    {
        sites.Pass(operation);
        if (sites.TakeDiskFault(operation) is { } fault)
        {
            switch (operation)
            {
                case "disk.sync" or "disk.sync-directory":
                    inner.FailSync(1, fault);
                    break;
                case "disk.delete":
                    inner.FailDeletion(1, fault);
                    break;
                default:
                    inner.FailWrite(1, fault);
                    break;
            }
        }
    }

    private sealed class SimulatedFile(IFile file, SimulatedFiles owner) : IFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public int Read(Span<byte> buffer, long position) => file.Read(buffer, position);

        public void Write(ReadOnlySpan<byte> bytes, long position)
        {
            owner.Pass("disk.write");
            file.Write(bytes, position);
        }

        public void SetLength(long length)
        {
            owner.Pass("disk.set-length");
            file.SetLength(length);
        }

        public void Sync()
        {
            owner.Pass("disk.sync");
            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
