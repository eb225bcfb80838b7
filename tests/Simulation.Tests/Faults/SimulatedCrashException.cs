namespace Kappa.Simulation.Tests;

/// <summary>The process is no more: nothing that it does from here on happens.</summary>
internal sealed class SimulatedCrashException() : Exception("The process was ended by the simulation.");
