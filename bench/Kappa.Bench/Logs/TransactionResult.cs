namespace Kappa.Bench;

/// <summary>How many small commits there can be a second, and how long one takes.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Rows">Each kind of commits.</param>
/// <param name="WrongResults">
/// Records that are missing, doubled or out of order in all of them; anything but 0 is a failure.
/// </param>
public sealed record TransactionResult(BenchLogKind Log, IReadOnlyList<TransactionRow> Rows, long WrongResults)
{
    /// <summary>
    /// A bare pwrite of 4 KB and fdatasync in the same run on the same file system, median in milliseconds; null on a
    /// cluster.
    /// </summary>
    public double? BareSyncP50Ms { get; init; }
}
