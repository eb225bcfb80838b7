namespace Kappa.Graph;

/// <summary>A branch of a split: its name, and which records go there.</summary>
internal sealed record SplitBranch<TKey, TValue>(string Name, Func<TKey, TValue, bool> Predicate);
