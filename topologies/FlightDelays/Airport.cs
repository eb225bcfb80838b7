namespace FlightDelays;

/// <summary>An airport: the rows of topic <c>airports</c>, keyed by IATA code.</summary>
/// <param name="Iata">IATA code.</param>
/// <param name="Name">Name.</param>
/// <param name="City">City it serves.</param>
/// <param name="State">State, as two letters.</param>
/// <param name="Country">Country.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
public sealed record Airport(
    string Iata, string Name, string? City, string? State, string? Country, double Latitude, double Longitude);
