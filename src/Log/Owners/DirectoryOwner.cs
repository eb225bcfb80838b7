using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kappa.Logs;

/// <summary>The one process that owns a data directory, for as long as it lives.</summary>
/// <remarks>
/// The lock is the operating system's, on the file <c>lock</c>, and ends with the process, however it ends; the file
/// <c>owner</c> (process, address and token, readable by its user alone) tells others whom to talk to.
/// </remarks>
public sealed class DirectoryOwner : IDisposable
{
    private const string LockName = "lock";
    private const string OwnerName = "owner";
    private const int Attempts = 20; // A process that only asks holds the lock for a moment.

    private readonly string _directory;
    private FileStream? _lock;

    private DirectoryOwner(string directory, FileStream taken)
    {
        _directory = directory;
        _lock = taken;
    }

    /// <summary>Takes a directory; it is created where it is missing.</summary>
    /// <param name="directory">The data directory.</param>
    /// <returns>The ownership; dispose it to end it.</returns>
    /// <exception cref="KappaException">KAP2002 (exit 5): another process owns it; the message says which.</exception>
    public static DirectoryOwner Take(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        DiskFileSystem.Instance.CreateDirectory(directory);
        SpinWait spin = default;
        for (int i = 0; i < Attempts; i++)
        {
            if (TryLock(directory, FileShare.None) is { } taken)
            {
                DirectoryOwner owner = new(directory, taken);
                owner.PublishNothing();
                return owner;
            }

            spin.SpinOnce(sleep1Threshold: 5);
        }

        throw LogErrors.DirectoryInUse(directory, Describe(Read(directory)));
    }

    /// <summary>Tells other processes where this one answers.</summary>
    /// <param name="address">Address of its API, such as <c>http://127.0.0.1:7070</c>.</param>
    /// <param name="token">What a caller must show; only the owner of the file can read it.</param>
    public void Publish(string address, string token)
    {
        ObjectDisposedException.ThrowIf(_lock is null, this);
        string path = Path.Combine(_directory, OwnerName);
        string temporary = path + ".tmp";
        File.Delete(temporary);
        using (IFile file = DiskFileSystem.Instance.Open(temporary, FileModes.Secret))
        {
            OwnerInfo owner = new(Environment.ProcessId, address, token);
            file.Write(JsonSerializer.SerializeToUtf8Bytes(owner, OwnerJson.Default.OwnerInfo), 0);
        }

        DiskFileSystem.Instance.Rename(temporary, path);
    }

    /// <summary>Finds the process that owns a directory.</summary>
    /// <param name="directory">The data directory.</param>
    /// <returns>The live owner, or null where nobody holds the directory.</returns>
    public static OwnerInfo? Find(string directory)
    {
        if (!File.Exists(Path.Combine(directory, LockName)))
        {
            return null;
        }

        using FileStream? free = TryLock(directory, FileShare.ReadWrite);
        return free is null ? Read(directory) : null;
    }

    /// <summary>Ends the ownership.</summary>
    public void Dispose()
    {
        if (_lock is { } held)
        {
            _lock = null;
            File.Delete(Path.Combine(_directory, OwnerName));
            held.Dispose();
        }
    }

    /// <summary>Replaces what a killed process left behind; on a full disk nobody learns its number.</summary>
    private void PublishNothing()
    {
        try
        {
            Publish("", "");
        }
        catch (NoRoomException)
        {
            File.Delete(Path.Combine(_directory, OwnerName + ".tmp"));
            File.Delete(Path.Combine(_directory, OwnerName));
        }
    }

    /// <summary>Opens the lock file and takes the lock: alone, or (to ask) beside others who ask.</summary>
    /// <returns>Null where another process holds it.</returns>
    private static FileStream? TryLock(string directory, FileShare share)
    {
        string path = Path.Combine(directory, LockName);
        try
        {
            // .NET takes the lock by flock, but goes on without it where the file system has none or a setting says so.
            FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, 0);
            if (OperatingSystem.IsWindows() || LibC.Flock(
                file.SafeFileHandle, share == FileShare.None ? LibC.LockExclusiveNow : LibC.LockSharedNow) == 0)
            {
                return file;
            }

            int errno = Marshal.GetLastPInvokeError();
            file.Dispose();
            return IsLocked(errno) ? null : throw LogErrors.WriteFailed(path, "Locking", LibC.Describe(errno));
        }
        catch (IOException error) when (IsLocked(error.HResult))
        {
            return null;
        }
        catch (Exception error) when (DiskErrors.IsDisk(error))
        {
            throw DiskErrors.Translate(error, path, "Opening");
        }
    }

    // EWOULDBLOCK of Linux and macOS; a sharing violation of Windows.
    private static bool IsLocked(int error) => error is 11 or 35 or unchecked((int)0x80070020);

    private static OwnerInfo Read(string directory)
    {
        try
        {
            string path = Path.Combine(directory, OwnerName);
            if (File.Exists(path) &&
                JsonSerializer.Deserialize(File.ReadAllText(path), OwnerJson.Default.OwnerInfo) is { } owner)
            {
                return owner;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // Another user's, who may not read the token.
        }

        return new OwnerInfo(0, "", "");
    }

    private static string Describe(OwnerInfo owner) => owner switch
    {
        { ProcessId: 0 } => "another process (its owner file is not readable for this user)",
        { Address.Length: 0 } => $"process {owner.ProcessId} (it has published no address)",
        _ => $"process {owner.ProcessId} ({owner.Address})",
    };
}
