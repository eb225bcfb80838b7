namespace Kappa.Testing;

/// <summary>A record that a topology wrote.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
/// <typeparam name="TValue">Type of the value.</typeparam>
/// <param name="Key">The key; default for none.</param>
/// <param name="Value">The value; default for a tombstone.</param>
/// <param name="IsTombstone">Whether it has no value.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970.</param>
public sealed record TestRecord<TKey, TValue>(TKey? Key, TValue? Value, bool IsTombstone, long TimestampMs);
