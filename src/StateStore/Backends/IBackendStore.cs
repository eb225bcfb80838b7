using System.Buffers;

namespace Kappa.StateStores;

/// <summary>One store below a cache, read by key bytes.</summary>
public interface IBackendStore
{
    /// <summary>Whether nothing was ever written to it, so that a cache above it knows all there is.</summary>
    bool IsEmpty { get; }

    /// <summary>Reads a row.</summary>
    /// <param name="key">Key bytes.</param>
    /// <param name="value">Receives the value's bytes; cleared first; reuse one writer for all reads.</param>
    /// <param name="timestampMs">Receives the row's timestamp.</param>
    /// <returns>False where there is no such row.</returns>
    bool TryGet(ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value, out long timestampMs);
}
