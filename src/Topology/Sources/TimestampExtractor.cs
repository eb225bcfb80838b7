namespace Kappa;

/// <summary>Finds the time at which the record of a source happened.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
/// <param name="key">The key; null, or the default of a struct, for none.</param>
/// <param name="value">The value; null, or the default of a struct, for a deletion.</param>
/// <param name="timestampMs">The timestamp that the log has, milliseconds since 1970.</param>
/// <returns>Milliseconds since 1970; below 0 where there is none.</returns>
/// <remarks>It must be pure: the same record, the same time, for a replay asks it again.</remarks>
public delegate long TimestampExtractor<in TKey, in TValue>(TKey key, TValue value, long timestampMs);
