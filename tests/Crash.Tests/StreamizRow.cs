namespace Kappa.Crash.Tests;

/// <summary>A row of airport-delays.</summary>
/// <param name="Flights">How many flights.</param>
/// <param name="TotalDelayMinutes">Their delays together.</param>
internal sealed record StreamizRow(long Flights, long TotalDelayMinutes);
