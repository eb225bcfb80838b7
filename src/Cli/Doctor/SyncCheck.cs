using System.Diagnostics;

namespace Kappa.Cli;

/// <summary>
/// How long a write takes to be durable: every commit waits for one. One that takes no time at all is none.
/// </summary>
internal static class SyncCheck
{
    private const string Name = "sync";
    private const int Times = 40;
    private const int Bytes = 4_096;

    // No device that keeps what it was given answers within this.
    private static readonly TimeSpan NoSync = TimeSpan.FromMicroseconds(15);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    /// <summary>Writes a few pages to a file of its own, each with a sync, and deletes it.</summary>
    public static Finding Look(string directory, IFileSystem files)
    {
        try
        {
            return Measure(directory, files);
        }
        catch (KappaException error)
        {
            return Finding.Wrong(
                Name, error.Message, "Choose a directory that this user can write, on a disk that works.");
        }
    }

    private static Finding Measure(string directory, IFileSystem files)
    {
        string path = Path.Combine(directory, $".doctor-{Environment.ProcessId}");
        TimeSpan[] took = new TimeSpan[Times];
        try
        {
            using IFile file = files.Open(path);
            byte[] page = new byte[Bytes];
            for (int time = 0; time < Times; time++)
            {
                long began = Stopwatch.GetTimestamp();
                file.Write(page, time * (long)Bytes);
                file.Sync();
                took[time] = Stopwatch.GetElapsedTime(began);
            }
        }
        finally
        {
            files.DeleteFile(path);
        }

        Array.Sort(took);
        return Judge(took[Times / 2], took[^1], FileSystemOf(directory));
    }

    /// <param name="median">Half of them took no longer.</param>
    /// <param name="most">None took longer.</param>
    /// <param name="fileSystem">Kind of the file system; null where it is not known.</param>
    public static Finding Judge(TimeSpan median, TimeSpan most, string? fileSystem)
    {
        string what = $"A page is durable after {median.TotalMilliseconds:0.###} ms (median of {Times}, at most " +
            $"{most.TotalMilliseconds:0.###} ms).";
        return fileSystem is "tmpfs" or "ramfs"
            ? Finding.Wrong(
                Name, $"{what} The directory lies in memory ({fileSystem}): it is gone with the power.",
                "Put the data directory on a disk.")
            : median < NoSync
                ? Finding.Wrong(
                    Name, $"{what} No disk is that quick: it says that it has synced, and has not.",
                    "Find out what swallows fsync (eatmydata, a container's storage, a disk's cache), and turn it off.")
                : median > Slow
                    ? Finding.Warning(
                        Name, $"{what} Each commit waits for one.",
                        "Use a disk with a cache that survives power cuts; commits are gathered meanwhile.")
                    : Finding.Good(Name, what);
    }

    /// <summary>The kind of the file system below a directory: that of the longest mount point above it.</summary>
    private static string? FileSystemOf(string directory)
    {
        const string Mounts = "/proc/mounts";
        string full = Path.GetFullPath(directory);
        return !File.Exists(Mounts) ? null : File.ReadLines(Mounts)
            .Select(line => line.Split(' '))
            .Where(mount => mount.Length > 2 && IsBelow(full, mount[1]))
            .MaxBy(mount => mount[1].Length)?[2];
    }

    private static bool IsBelow(string path, string mount) =>
        mount == "/" || path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal);
}
