using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Kappa.Logs;

/// <summary>The files of the operating system, with every error of fsync reported, which .NET drops on Linux.</summary>
public sealed class DiskFileSystem : IFileSystem, IBootIdentity
{
    private DiskFileSystem()
    {
    }

    /// <summary>The only instance.</summary>
    public static DiskFileSystem Instance { get; } = new();

    /// <inheritdoc/>
    string IBootIdentity.BootId { get; } = ReadBootId();

    /// <inheritdoc/>
    public IFile Open(string path, UnixFileMode unixMode = FileModes.Data) =>
        DiskErrors.Guard(path, "Opening", (path, unixMode), static file =>
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
            };
            return new DiskFile(file.path, OpenHandle(file.path, file.unixMode, options));
        });

    /// <inheritdoc/>
    public IFile OpenRead(string path) => DiskErrors.Guard(path, "Opening", path, static file => new DiskFile(
        file, File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)));

    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return;
        }

        string? parent = Path.GetDirectoryName(full);
        if (parent is not null)
        {
            CreateDirectory(parent);
        }

        DiskErrors.Guard(full, "Creating", full, Directory.CreateDirectory);
        if (parent is not null)
        {
            SyncDirectory(parent);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string path) =>
        DiskErrors.Guard<string, IReadOnlyList<string>>(path, "Listing", path, static directory =>
        {
            if (!Directory.Exists(directory))
            {
                return [];
            }

            string[] names = [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().Select(entry => entry.Name)];
            Array.Sort(names, string.CompareOrdinal);
            return names;
        });

    /// <inheritdoc/>
    public void Rename(string from, string to) => DiskErrors.Guard(to, "Renaming to", (from, to), static names =>
    {
        File.Move(names.from, names.to, overwrite: true);
        return 0;
    });

    /// <inheritdoc/>
    public void DeleteFile(string path) => DiskErrors.Guard(path, "Deleting", path, static file =>
    {
        File.Delete(file);
        return 0;
    });

    /// <inheritdoc/>
    public void DeleteDirectory(string path) => DiskErrors.Guard(path, "Deleting", path, static directory =>
    {
        Directory.Delete(directory, recursive: true);
        return 0;
    });

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        // Windows makes directory entries durable by itself, and cannot open a directory to sync it.
        if (!OperatingSystem.IsWindows())
        {
            SyncUnixDirectory(path);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void SyncUnixDirectory(string path)
    {
        int directory = LibC.Open(path, LibC.OpenDirectory);
        if (directory < 0)
        {
            throw LogErrors.SyncFailed(path, LibC.Describe(Marshal.GetLastPInvokeError()));
        }

        int result = LibC.Fsync(directory);
        int errno = Marshal.GetLastPInvokeError();
        _ = LibC.Close(directory);
        if (result != 0)
        {
            throw LogErrors.SyncFailed(path, LibC.Describe(errno));
        }
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle OpenHandle(
        string path, UnixFileMode unixMode, FileStreamOptions options)
    {
        if (!OperatingSystem.IsWindows())
        {
            // File.OpenHandle takes no mode: the stream creates the file with it, so that a secret is never readable.
            options.UnixCreateMode = unixMode;
            if (!File.Exists(path))
            {
                using FileStream created = new(path, options);
            }
        }

        return File.OpenHandle(path, options.Mode, options.Access, options.Share, FileOptions.RandomAccess);
    }

    private static string ReadBootId()
    {
        const string file = "/proc/sys/kernel/random/boot_id";
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }
}
