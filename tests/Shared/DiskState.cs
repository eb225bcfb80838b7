using Kappa.StateStores;

namespace Kappa.Tests;

/// <summary>State on disk as a worker's: one block cache for all that the tests of a process open.</summary>
internal static class DiskState
{
    private static readonly StateMemory Memory = new(new StateOptions());

    /// <summary>State in a directory; in memory where there is none.</summary>
    public static StateHome? In(string? directory) => directory is null ? null : new(directory, Memory);
}
