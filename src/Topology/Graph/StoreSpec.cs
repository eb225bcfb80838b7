namespace Kappa.Graph;

/// <summary>
/// A store as the topology names it. Its kinds are those that <see cref="IStoreVisitor{TResult}"/> meets.
/// </summary>
internal abstract class StoreSpec(string name)
{
    /// <summary>Matches <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is the engine's own, and no user's.</summary>
    public virtual bool IsInternal => false;

    public abstract string KeySerdeName { get; }

    public abstract string ValueSerdeName { get; }

    /// <summary>What belongs to the fingerprint beside name and serdes, in a fixed order.</summary>
    public virtual IEnumerable<Setting> Settings => [];

    /// <summary>Calls the visitor with the store's types.</summary>
    public abstract TResult Accept<TResult>(IStoreVisitor<TResult> visitor);
}
