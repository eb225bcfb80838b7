using System.Text.Json.Serialization;

namespace Kappa.Worker;

/// <summary>A topic, for a reader.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Cleanup"><c>keep</c> or <c>compact</c>.</param>
/// <param name="Offsets">Offsets in use, control batches among them.</param>
/// <param name="Bytes">Bytes on disk.</param>
/// <param name="PartitionOffsets">Its partitions, by number.</param>
internal sealed record TopicInfo(
    string Name, int Partitions, string Cleanup, long Offsets, long Bytes,
    IReadOnlyList<PartitionInfo> PartitionOffsets)
{
    /// <summary>How long records stay, milliseconds; null for ever.</summary>
    public long? RetentionMs { get; init; }

    /// <summary>Bytes that a partition may have; null for no limit.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary>How long a tombstone stays after its compaction, milliseconds.</summary>
    public required long TombstoneRetentionMs { get; init; }

    /// <summary><c>none</c>, <c>lz4</c> or <c>zstd</c>.</summary>
    public required string Compression { get; init; }

    /// <summary>Who needs it, a sentence each; null where nobody was asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? UsedBy { get; init; }

    /// <summary>Whether it is one of Kappa's own that is needed, so that nothing deletes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsNeeded { get; init; }
}
