using Microsoft.Extensions.Logging;

namespace Kappa.Cli;

/// <summary>An event of the log of a worker.</summary>
/// <param name="At">When.</param>
/// <param name="Level">How bad.</param>
/// <param name="Code">The error code; null for none.</param>
/// <param name="Text">What happened.</param>
/// <param name="Repeats">How often it happened again until then without being written; 0 for the first time.</param>
internal readonly record struct LogLine(
    DateTimeOffset At, LogLevel Level, string? Code, string Text, int Repeats = 0);
