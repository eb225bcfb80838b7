namespace Kappa.Graph;

/// <summary>A store as the topology names it.</summary>
internal abstract class StoreSpec(string name)
{
    /// <summary>Matches <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</summary>
    public string Name { get; } = name;

    public abstract string KeySerdeName { get; }

    public abstract string ValueSerdeName { get; }

    /// <summary>Calls the visitor with the store's types.</summary>
    public abstract TResult Accept<TResult>(IStoreVisitor<TResult> visitor);
}
