namespace Kappa.Tests;

/// <summary>An error that a <see cref="FaultyFileSystem"/> answers with, as a disk would.</summary>
public enum DiskFault
{
    /// <summary>EIO: the device failed.</summary>
    InputOutputError,

    /// <summary>ENOSPC: no space is left.</summary>
    NoSpace,
}
