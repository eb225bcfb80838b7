namespace Kappa.Bench;

/// <summary>A record whose way is measured.</summary>
/// <param name="Group">What it is re-keyed by.</param>
/// <param name="Number">Counts the records from 0.</param>
internal readonly record struct Ping(int Group, int Number);
