namespace Kappa.Engine;

/// <summary>An output of a version.</summary>
/// <param name="Topic">The topic that it is published to.</param>
/// <param name="IsTable">
/// Whether the last value of each key is what counts, rather than every record (docs/protocols.md 24).
/// </param>
/// <param name="KeyType">How keys are coded, such as <c>string</c>.</param>
/// <param name="ValueType">How values are coded, such as <c>json(AirportDelays)</c>.</param>
/// <param name="Tasks">Number of tasks that write it; of a table output also its number of partitions.</param>
public sealed record OutputInfo(string Topic, bool IsTable, string KeyType, string ValueType, int Tasks);
