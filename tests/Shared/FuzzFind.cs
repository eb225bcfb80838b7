namespace Kappa.Fuzzing;

/// <summary>What a fuzz has found.</summary>
internal sealed class FuzzFind(string message) : Exception(message);
