namespace Kappa.Engine;

/// <summary>A row of a store, for a reader.</summary>
/// <param name="Key">The key as text.</param>
/// <param name="ValueJson">The value as JSON text.</param>
/// <param name="TimestampMs">Timestamp of the row, milliseconds since 1970.</param>
public sealed record StoreEntry(string Key, string ValueJson, long TimestampMs);
