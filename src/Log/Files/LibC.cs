using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Kappa.Logs;

/// <summary>Calls whose errors .NET drops (fsync), or that it does not make at all (fsync of a directory).</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class LibC
{
    public const int LockExclusiveNow = 2 | 4; // LOCK_EX | LOCK_NB.
    public const int LockSharedNow = 1 | 4; // LOCK_SH | LOCK_NB.
    public const int Interrupted = 4; // EINTR.

    // O_RDONLY | O_CLOEXEC; a directory opened so can be synced. The flag differs by system.
    public static readonly int OpenDirectory = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Fsync(int file);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int Fdatasync(int file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(SafeHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    /// <summary>Words an errno: <c>EIO (errno 5, Input/output error)</c>.</summary>
    public static string Describe(int errno)
    {
        string? name = errno switch { 5 => "EIO", 28 => "ENOSPC", 122 => "EDQUOT", 30 => "EROFS", _ => null };
        string text = Marshal.GetPInvokeErrorMessage(errno);
        return name is null ? $"errno {errno} ({text})" : $"{name} (errno {errno}, {text})";
    }
}
