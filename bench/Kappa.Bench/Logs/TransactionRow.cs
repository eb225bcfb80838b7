namespace Kappa.Bench;

/// <summary>What was measured of a kind of small commits.</summary>
/// <param name="Records">Records for each partition of a commit.</param>
/// <param name="Partitions">Partitions that each commit writes to.</param>
/// <param name="Producers">Producers that commit at the same time, each for itself.</param>
/// <param name="CommitsPerSecond">Commits of all producers, a second.</param>
/// <param name="P50Ms">Half of the commits took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 did not.</param>
/// <param name="WrongResults">Records that are missing, doubled or out of order; anything but 0 is a failure.</param>
public sealed record TransactionRow(
    int Records, int Partitions, int Producers, double CommitsPerSecond, double P50Ms, double P99Ms,
    long WrongResults);
