using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>A store, the subtopology it belongs to, and over how many tasks it is spread.</summary>
internal sealed record PlannedStore(StoreSpec Spec, Subtopology Subtopology, int Partitions)
{
    /// <summary>Whether it is the engine's own, and no user's.</summary>
    public bool IsInternal => Spec.IsInternal;

    /// <summary>The same for a reader, but for the length of windows.</summary>
    public StoreInfo Info => new(Spec.Name, Spec.KeySerdeName, Spec.ValueSerdeName, Partitions)
    {
        IsInternal = IsInternal,
    };
}
