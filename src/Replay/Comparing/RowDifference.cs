namespace Kappa.Replay;

/// <summary>A row that two instances do not agree on, at the same cut.</summary>
/// <param name="Table">Name of the store, or of the output's topic.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Old">The row of the old one; null where only the new one has it.</param>
/// <param name="New">The row of the new one; null where only the old one has it.</param>
public sealed record RowDifference(
    string Table, DifferenceKind Kind, Engine.StoreEntry? Old, Engine.StoreEntry? New);
