namespace Kappa.Snapshots;

/// <summary>What a snapshot changed.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Id">The snapshot.</param>
/// <param name="Rows">Rows that the dump has, each key once.</param>
/// <param name="Inserts">Rows that are new.</param>
/// <param name="Updates">Rows that changed.</param>
/// <param name="Deletes">Rows that are gone.</param>
/// <param name="Unchanged">Rows that are as they were; nothing was written for them.</param>
/// <param name="Left">Rows that were left out: those without a key, and further ones of a key.</param>
/// <param name="Fields">How many updates changed each field.</param>
/// <param name="Digest">Digest of the table, in hexadecimal (docs/snapshots.md).</param>
/// <param name="Outcome">Whether it was written.</param>
public sealed record SnapshotResult(
    string Topic, string Id, long Rows, long Inserts, long Updates, long Deletes, long Unchanged, long Left,
    IReadOnlyDictionary<string, long> Fields, string Digest, SnapshotOutcome Outcome);
