namespace Kappa.Mutants;

/// <summary>A judge that cannot be relied on: what it says of a mutant counts for nothing.</summary>
internal sealed class JudgeException(string message) : Exception(message);
