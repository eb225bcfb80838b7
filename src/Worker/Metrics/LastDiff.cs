using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>What the last comparison of two versions of a topology has found.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Old">The old version.</param>
/// <param name="New">The new version.</param>
/// <param name="Tables">How their tables compare.</param>
internal sealed record LastDiff(string Topology, int Old, int New, IReadOnlyList<TableComparison> Tables)
{
    /// <summary>Rows by how they compare, over all tables.</summary>
    public IEnumerable<(string Difference, long Rows)> Rows =>
    [
        ("same", Tables.Sum(table => table.Same)),
        ("changed", Tables.Sum(table => table.Changed)),
        ("only-old", Tables.Sum(table => table.OnlyOld)),
        ("only-new", Tables.Sum(table => table.OnlyNew)),
    ];
}
