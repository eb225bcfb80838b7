namespace Kappa.Crash.Tests;

/// <summary>What a version says of a destination that the table of destinations has.</summary>
internal sealed record ReplayServed(long Flights, long TotalDelayMinutes, string Name);
