namespace Kappa;

/// <summary>Chooses the partitions that a record goes to.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
/// <param name="topic">The output's topic, as it is named in the topology, or the name of the exchange.</param>
/// <param name="key">The key; null, or the default of a struct, for none.</param>
/// <param name="value">The value; null, or the default of a struct, for a deletion.</param>
/// <param name="partitions">How many partitions there are.</param>
/// <returns>
/// One partition, several, none (the record is dropped), or the usual one. A number that is no partition stops the
/// topology (KAP5151).
/// </returns>
/// <remarks>It must be pure: the same record, the same partitions, for a replay asks it again.</remarks>
public delegate PartitionSet StreamPartitioner<in TKey, in TValue>(
    string topic, TKey key, TValue value, int partitions);
