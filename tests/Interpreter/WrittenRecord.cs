namespace Kappa.Interpreter;

/// <summary>A record of an output topic, as bytes in hex; null where there is no key or value.</summary>
/// <param name="Cut">Number of the cut whose slice wrote it; 0 where nobody knows.</param>
/// <param name="Task">Number of the task that wrote it; 0 where nobody knows.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="TimestampMs">Its timestamp.</param>
internal sealed record WrittenRecord(long Cut, int Task, string? Key, string? Value, long TimestampMs);
