namespace Kappa.Graph;

/// <summary>What a foreign-key join has for a key of the left table.</summary>
/// <param name="Result">The result.</param>
/// <param name="HasResult">Whether there is one; else the row leaves.</param>
/// <param name="Step">
/// Of the left row's message that it answers; -1 where the foreign row changed, which comes before those messages.
/// </param>
internal readonly record struct ForeignAnswer<TResult>(TResult? Result, bool HasResult, int Step);
