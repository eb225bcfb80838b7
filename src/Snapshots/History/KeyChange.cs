namespace Kappa.Snapshots;

/// <summary>A change of one row.</summary>
/// <param name="Partition">Partition of the record.</param>
/// <param name="Offset">Offset of the record.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970.</param>
/// <param name="Snapshot">The snapshot that wrote it; null where somebody else did.</param>
/// <param name="Operation">What it did: insert, update, delete, or, of somebody else, put.</param>
/// <param name="Value">The value; null for a deletion.</param>
internal sealed record KeyChange(
    int Partition, long Offset, long TimestampMs, string? Snapshot, string Operation, string? Value);
