namespace Kappa;

/// <summary>Names the topic that a record is written to.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
/// <param name="key">The key; null, or the default of a struct, for none.</param>
/// <param name="value">The value; null, or the default of a struct, for a deletion.</param>
/// <param name="context">Where the record comes from.</param>
/// <returns>One of the topics that the output was described with; another one stops the topology (KAP5150).</returns>
/// <remarks>It must be pure: the same record, the same topic, for a replay asks it again.</remarks>
public delegate string TopicNameExtractor<in TKey, in TValue>(TKey key, TValue value, RecordContext context);
