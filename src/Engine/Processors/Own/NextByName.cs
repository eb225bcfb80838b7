namespace Kappa.Engine;

/// <summary>What follows an operator of the user's own: all of it, and each by its name.</summary>
/// <param name="all">All of it, in the order of attachment.</param>
/// <param name="byName">Each operator that follows, by its name; null where nobody takes what it would give.</param>
/// <param name="prefix">The operator's own name with a dot, which may be left out.</param>
internal sealed class NextByName<TKey, TValue>(
    Processor<TKey, TValue> all, IReadOnlyDictionary<string, Processor<TKey, TValue>> byName, string prefix)
{
    public Processor<TKey, TValue> All => all;

    public IEnumerable<string> Names => byName.Keys;

    public Processor<TKey, TValue>? Find(string name) =>
        byName.GetValueOrDefault(name) ?? byName.GetValueOrDefault(prefix + name);
}
