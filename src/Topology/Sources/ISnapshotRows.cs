namespace Kappa.Sources;

/// <summary>
/// A serde of the rows that snapshots write: their topic is the history of a table, and keeps every record.
/// </summary>
internal interface ISnapshotRows;
