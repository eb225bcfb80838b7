namespace Kappa.Engine;

/// <summary>An instance at one committed cut: its stores, and where its outputs end. Dispose it soon.</summary>
public sealed class EngineCheckpoint : IDisposable
{
    /// <summary>Makes a checkpoint.</summary>
    /// <param name="stores">The stores, which are the checkpoint's from now on.</param>
    /// <param name="outputEnds">See <see cref="OutputEnds"/>.</param>
    public EngineCheckpoint(StoreViews stores, IReadOnlyDictionary<string, long[]> outputEnds) =>
        (Stores, OutputEnds) = (stores, outputEnds);

    /// <summary>What it is true as of.</summary>
    public AsOf AsOf => Stores.AsOf;

    /// <summary>The stores.</summary>
    public StoreViews Stores { get; }

    /// <summary>
    /// For each topic that the instance writes outputs to, the end offset of each partition as of the cut.
    /// </summary>
    public IReadOnlyDictionary<string, long[]> OutputEnds { get; }

    /// <summary>Frees the stores.</summary>
    public void Dispose() => Stores.Dispose();
}
