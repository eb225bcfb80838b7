namespace Kappa.Sources;

/// <summary>What a change event of Debezium says of the row of its key.</summary>
/// <param name="Row">The row as it is from then on; default where it is gone.</param>
/// <param name="HasRow">Whether there is one.</param>
/// <param name="TimestampMs">When it changed in the database, milliseconds since 1970.</param>
internal readonly record struct DebeziumChange<TValue>(TValue? Row, bool HasRow, long TimestampMs);
