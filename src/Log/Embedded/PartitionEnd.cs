namespace Kappa.Logs;

/// <summary>The durable end of a partition.</summary>
/// <param name="Earliest">First offset that readers may read, in the first segment.</param>
/// <param name="SegmentBase">Base offset of its last segment.</param>
/// <param name="Bytes">Committed bytes of that segment.</param>
/// <param name="Next">Offset of the next record.</param>
/// <param name="BegunMs">When that segment got its first record, by the log's clock; 0 where nobody knows.</param>
internal readonly record struct PartitionEnd(
    long Earliest, long SegmentBase, long Bytes, long Next, long BegunMs = 0);
