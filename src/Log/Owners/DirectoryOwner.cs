using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kappa.Logs;

/// <summary>The one process that owns a data directory, for as long as it lives.</summary>
/// <remarks>
/// The lock is the operating system's and ends with the process, however it ends; the files <c>lock</c> (the process id)
/// and <c>owner</c> (address and token, readable by the owner alone) tell others whom to talk to.
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
    /// <exception cref="KappaException">KAP2002 (exit 5): another process owns it; the message names that one.</exception>
    public static DirectoryOwner Take(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        DiskFileSystem.Instance.CreateDirectory(directory);
        string path = Path.Combine(directory, LockName);
        FileStream file = DiskErrors.Guard(path, "Opening", path, OpenLock);
        SpinWait spin = default;
        for (int i = 0; !TryLock(file, exclusive: true); i++)
        {
            if (i == Attempts)
            {
                file.Dispose();
                throw LogThrow.DirectoryInUse(directory, Describe(Read(directory)));
            }

            spin.SpinOnce(sleep1Threshold: 5);
        }

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        File.Delete(Path.Combine(directory, OwnerName)); // Left behind by a process that was killed.
        return new DirectoryOwner(directory, file);
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
        string path = Path.Combine(directory, LockName);
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = DiskErrors.Guard(path, "Opening", path, OpenLock);
        return TryLock(file, exclusive: false) ? null : Read(directory);
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

    private static FileStream OpenLock(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);

    private static bool TryLock(FileStream file, bool exclusive)
    {
        if (!OperatingSystem.IsWindows())
        {
            return LibC.Flock(file.SafeFileHandle, exclusive ? LibC.LockExclusiveNow : LibC.LockSharedNow) == 0;
        }

        try
        {
            // One byte far beyond the text, which others still have to read.
            file.Lock(1 << 20, 1);
            if (!exclusive)
            {
                file.Unlock(1 << 20, 1);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

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
            // Not readable for this user, or just being replaced: the process id must do.
        }

        using FileStream file = OpenLock(Path.Combine(directory, LockName));
        using StreamReader reader = new(file, Encoding.ASCII);
        return new OwnerInfo(int.TryParse(reader.ReadToEnd(), CultureInfo.InvariantCulture, out int id) ? id : 0, "", "");
    }

    private static string Describe(OwnerInfo owner) => owner.Address.Length > 0
        ? $"process {owner.ProcessId} ({owner.Address})"
        : $"process {owner.ProcessId} (it has published no address)";
}
