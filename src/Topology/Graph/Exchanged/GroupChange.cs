namespace Kappa.Graph;

/// <summary>What an update of a row does to a group of the table: what it puts in, and what it takes out.</summary>
internal readonly record struct GroupChange<TValue>(
    TValue? Added, bool HasAdded, TValue? Removed, bool HasRemoved);
