namespace Kappa.Tests;

/// <summary>What an airport's row must hold. Version 1 has no late flights.</summary>
internal sealed record FlightOracleRow(
    long Flights, long TotalDelayMinutes, double MeanDelayMinutes, long LateFlights, double LateShare,
    string? Name, string? City);
