namespace Kappa.Graph;

/// <summary>A row of the left table of a foreign-key join, as the task that owns its foreign key keeps it.</summary>
internal readonly record struct Subscriber<TKey, TValue>(TKey Key, TValue Value);
