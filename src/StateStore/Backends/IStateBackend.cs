namespace Kappa.StateStores;

/// <summary>The durable state of one task: its stores and the position that they stand at.</summary>
/// <remarks>
/// Holds committed data only: the caches above it are the transaction buffer. Reads and <see cref="Write"/> belong to
/// one thread at a time; <see cref="OpenSnapshot"/> may be called, and snapshots used, on any thread.
/// </remarks>
public interface IStateBackend : IDisposable
{
    /// <summary>
    /// The position of the last complete <see cref="Write"/> that is in these stores, in the writer's own coding; null
    /// where nothing was ever written.
    /// </summary>
    byte[]? Position { get; }

    /// <summary>Opens a store by the number that it has in the list of names the backend was opened with.</summary>
    /// <param name="store">Index in that list.</param>
    IBackendStore Store(int store);

    /// <summary>Begins a batch; its memory is pooled and reused by the next one.</summary>
    StateBatch BeginBatch();

    /// <summary>Applies a batch, the position last, so that what is on disk is always some complete write.</summary>
    /// <param name="batch">The entries; empty again afterwards.</param>
    /// <param name="position">The position that the stores then stand at.</param>
    void Write(StateBatch batch, ReadOnlySpan<byte> position);

    /// <summary>
    /// Makes everything written durable, atomically over all stores. Needed rarely: the changelog covers the rest.
    /// </summary>
    void Flush();

    /// <summary>Opens a view of the last complete write.</summary>
    IStateSnapshot OpenSnapshot();
}
