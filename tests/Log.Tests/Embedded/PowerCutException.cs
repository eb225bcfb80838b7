namespace Kappa.Logs.Tests;

/// <summary>Ends a process of a test in the middle of a change of its disk.</summary>
internal sealed class PowerCutException : Exception;
