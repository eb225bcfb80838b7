namespace Kappa.Logs;

/// <summary>An error that a <see cref="MemoryFileSystem"/> answers with, as a disk would.</summary>
public enum DiskFault
{
    /// <summary>EIO: the device failed.</summary>
    InputOutputError,

    /// <summary>ENOSPC: no space is left.</summary>
    NoSpace,
}
