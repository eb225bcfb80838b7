namespace Kappa.StateStores;

/// <summary>Memory that all state of a process shares.</summary>
public sealed record StateOptions
{
    /// <summary>Least value of <see cref="BackendBytes"/>: 16 MB.</summary>
    public const long LeastBackendBytes = 16L << 20;

    /// <summary>Memory for RocksDB's block cache and write buffers together, in bytes.</summary>
    /// <value>16 MB or more. The default is 256 MB.</value>
    public long BackendBytes { get; init; } = 256L << 20;

    /// <summary>Memory for the caches above it (the transaction buffers), in bytes.</summary>
    /// <value>1 MB or more. The default is 512 MB.</value>
    public long CacheBytes { get; init; } = 512L << 20;
}
