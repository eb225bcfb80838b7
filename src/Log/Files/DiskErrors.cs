using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Kappa.Logs;

/// <summary>Turns errors of the operating system into ours.</summary>
internal static class DiskErrors
{
    public static bool IsDisk(Exception error) => error is IOException or UnauthorizedAccessException;

    public static KappaException Translate(Exception error, string path, string doing)
    {
        if (error is UnauthorizedAccessException)
        {
            return LogErrors.AccessDenied(path, error);
        }

        // On Unix .NET keeps the errno in HResult; its own codes are negative.
        string cause = !OperatingSystem.IsWindows() && error.HResult is > 0 and < 4096
            ? LibC.Describe(error.HResult)
            : error.Message;
        return IsFull(error)
            ? LogErrors.NoRoom(path, doing, cause, error)
            : LogErrors.WriteFailed(path, doing, cause, error);
    }

    // ENOSPC; EDQUOT of Linux and macOS; of Windows a full disk and a full handle.
    private static bool IsFull(Exception error) => OperatingSystem.IsWindows()
        ? error.HResult is unchecked((int)0x80070070) or unchecked((int)0x80070027)
        : error.HResult is 28 or 122 or 69;

    public static T Guard<TState, T>(string path, string doing, TState state, Func<TState, T> call)
    {
        try
        {
            return call(state);
        }
        catch (Exception error) when (IsDisk(error))
        {
            throw Translate(error, path, doing);
        }
    }

    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "Windows reports the error.")]
    public static void FlushOnWindows(SafeFileHandle handle, string path)
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception error) when (IsDisk(error))
        {
            throw LogErrors.SyncFailed(path, error.Message);
        }
    }
}
