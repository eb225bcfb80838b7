namespace Kappa.Snapshots;

/// <summary>A row that two moments of a table do not have the same.</summary>
/// <param name="Operation">What makes the one of the other: insert, update or delete.</param>
/// <param name="Key">The key.</param>
/// <param name="Old">The row as it was; null where there was none.</param>
/// <param name="New">The row as it is then; null where there is none.</param>
internal sealed record RowDifference(string Operation, string Key, string? Old, string? New);
