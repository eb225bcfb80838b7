namespace FlightDelays;

/// <summary>A flight that landed: the records of topic <c>flights</c>.</summary>
/// <param name="Date">Local time of departure, as <c>2001/01/01 00:47</c>.</param>
/// <param name="Delay">Delay of the arrival in minutes; negative when early.</param>
/// <param name="Distance">Distance in miles.</param>
/// <param name="Origin">IATA code of the airport it came from.</param>
/// <param name="Destination">IATA code of the airport it went to.</param>
public readonly record struct Flight(string Date, int Delay, int Distance, string Origin, string Destination);
