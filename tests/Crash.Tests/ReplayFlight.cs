namespace Kappa.Crash.Tests;

/// <summary>A flight as the log has it.</summary>
internal sealed record ReplayFlight(string Date, int Delay, int Distance, string Origin, string Destination);
