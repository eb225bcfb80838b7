namespace KappaApp;

/// <summary>What is known of a sensor.</summary>
public sealed record SensorState(long LastSeenMs, bool IsSilent);
