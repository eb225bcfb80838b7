namespace KappaApp;

/// <summary>What a sensor says: the records of topic <c>readings</c>, keyed by sensor.</summary>
public sealed record Reading(double Celsius);
