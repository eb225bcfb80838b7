namespace Kappa.Crash.Tests;

/// <summary>What a version says of the flights to one destination.</summary>
internal sealed record ReplayTotals(long Flights, long DelayMinutes);
