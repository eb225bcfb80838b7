namespace Kappa.Snapshots;

/// <summary>What a comparison of a dump with the table found.</summary>
/// <param name="OldRows">Rows that the table had.</param>
/// <param name="Rows">Rows of the dump, each key once: those that the table then has.</param>
/// <param name="Digest">Digest of the table after.</param>
/// <param name="Inserts">Rows that are new.</param>
/// <param name="Updates">Rows that changed.</param>
/// <param name="Deletes">Rows that are gone.</param>
/// <param name="FirstDeleted">Key of the first one of them; null where there is none.</param>
/// <param name="Left">Rows that another one of their key hides.</param>
/// <param name="Fields">How many updates changed each field.</param>
internal sealed record Comparison(
    long OldRows, long Rows, string Digest, long Inserts, long Updates, long Deletes, string? FirstDeleted, long Left,
    IReadOnlyDictionary<string, long> Fields);
