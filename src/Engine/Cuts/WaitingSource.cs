namespace Kappa.Engine;

/// <summary>A source partition that is not taken up further for now.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">Offset of the record that waits.</param>
/// <param name="TimestampMs">
/// Its timestamp, milliseconds since 1970, where it waits until its time has come: those of other partitions come
/// before. Null where its transaction is still open.
/// </param>
public sealed record WaitingSource(TopicPartition Partition, long Offset, long? TimestampMs);
