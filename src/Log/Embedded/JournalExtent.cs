namespace Kappa.Logs;

/// <summary>What a commit's journal record says about one stretch of a segment.</summary>
internal readonly record struct JournalExtent(
    long SegmentBase, long Position, long FirstOffset, long NextOffset, int Bytes)
{
    /// <summary>Whether it begins where the partition ended, in the same segment or at the start of the next.</summary>
    public bool Continues(in PartitionEnd end) => FirstOffset == end.Next &&
        ((SegmentBase == end.SegmentBase && Position == end.Bytes) || (SegmentBase == end.Next && Position == 0));

    public PartitionEnd End(in PartitionEnd before) => new(
        before.Earliest, SegmentBase, Position + Bytes, NextOffset,
        SegmentBase == before.SegmentBase ? before.BegunMs : 0);
}
