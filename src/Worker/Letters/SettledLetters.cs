namespace Kappa.Worker;

/// <summary>What became of letters.</summary>
/// <param name="Topic">The topic of dead letters.</param>
/// <param name="Outcome">How they were settled: retried or dropped.</param>
/// <param name="Letters">How many there were.</param>
public sealed record SettledLetters(string Topic, string Outcome, long Letters);
