namespace Kappa.Tests;

/// <summary>A value that is written as JSON.</summary>
internal sealed record Sample(int FlightNumber, string? City);
