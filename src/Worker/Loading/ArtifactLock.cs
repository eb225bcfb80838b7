namespace Kappa.Worker;

/// <summary>Lets one process at a time write artifacts.</summary>
internal static class ArtifactLock
{
    /// <summary>Takes the lock, which the operating system gives back also when the process is killed.</summary>
    /// <param name="directory">The directory of the artifacts.</param>
    /// <returns>Dispose it to give the lock back; null where another one has it.</returns>
    public static FileStream? TryTake(string directory)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileModes.Secret;
        }

        try
        {
            return new FileStream(Path.Combine(directory, ".lock"), options);
        }
        catch (IOException error) when (IsHeld(error))
        {
            return null;
        }
    }

    // EWOULDBLOCK of flock (Linux, macOS); ERROR_SHARING_VIOLATION.
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);
}
