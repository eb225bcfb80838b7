using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Describes a store; <see cref="StreamBuilder.AddStateStore"/> takes it into a topology.</summary>
public abstract class StoreBuilder
{
    private protected StoreBuilder(string name) => Name = name;

    /// <summary>Name of the store.</summary>
    public string Name { get; }

    internal abstract StoreSpec AddTo(GraphDraft draft);
}
