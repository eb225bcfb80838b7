namespace Kappa.Replay;

/// <summary>Asks the operating system what is left on a disk.</summary>
internal static class DiskSpace
{
    /// <summary>Bytes that this process may still write where a directory lies, or will lie.</summary>
    /// <returns>Null where the system does not say.</returns>
    public static long? Free(string directory)
    {
        string? existing = Path.GetFullPath(directory);
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        try
        {
            return existing is null ? null : new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
