namespace Kappa.Engine;

/// <summary>What source partitions are merged by: the time of their head, ties by rank.</summary>
/// <param name="TimeMs">Timestamp of the head, or the turn that it takes, milliseconds since 1970.</param>
/// <param name="Rank">Rank of the partition: topics in ordinal order, then partitions.</param>
internal readonly record struct HeadKey(long TimeMs, int Rank) : IComparable<HeadKey>
{
    public int CompareTo(HeadKey other) =>
        TimeMs != other.TimeMs ? TimeMs.CompareTo(other.TimeMs) : Rank.CompareTo(other.Rank);
}
