namespace Kappa.Bench;

/// <summary>A kind of small commits.</summary>
/// <param name="Records">Records for each partition.</param>
/// <param name="Partitions">Partitions that each commit writes to.</param>
/// <param name="Producers">Producers that commit at the same time, each for itself.</param>
internal sealed record TransactionKind(int Records, int Partitions, int Producers);
