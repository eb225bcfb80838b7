namespace Kappa.Snapshots;

/// <summary>A moment of a table, as its change log has it.</summary>
/// <param name="Ends">For each partition the first offset that does not count.</param>
/// <param name="Snapshot">
/// A snapshot whose records count beyond these ends, where others may have written between them; null for none.
/// </param>
internal sealed record TablePoint(IReadOnlyList<long> Ends, SnapshotManifest? Snapshot = null);
