using System.Collections.Immutable;

namespace Kappa.Logs.Tests;

/// <summary>What a partition was given, in a model that knows no files.</summary>
/// <param name="Records">All records from the earliest offset on, also those that compaction may have taken.</param>
/// <param name="Earliest">The earliest offset.</param>
/// <param name="Next">The offset after the last record or marker.</param>
/// <param name="CleanedTo">Compaction has had the chance to go over what lies before this offset.</param>
internal sealed record MixedPartition(ImmutableArray<MixedRecord> Records, long Earliest, long Next, long CleanedTo)
{
    public static MixedPartition Empty { get; } = new([], 0, 0, 0);

    public MixedPartition With(IEnumerable<MixedRecord> records, bool hasMarker)
    {
        long next = Next;
        ImmutableArray<MixedRecord> all = Records.AddRange(records.Select(record => record with { Offset = next++ }));
        return this with { Records = all, Next = next + (hasMarker ? 1 : 0) };
    }

    public MixedPartition From(long earliest) => earliest == Earliest
        ? this
        : this with { Earliest = earliest, Records = Records.RemoveAll(record => record.Offset < earliest) };

    /// <summary>Says what is wrongly shown of a partition, or wrongly not; null where all is well.</summary>
    public string? Flaw(TopicSettings settings, MixedShown shown, bool isCleaning, long nowMs)
    {
        if (shown.Offsets.LastStable != Next)
        {
            return $"ends at {shown.Offsets.LastStable}, not {Next}";
        }

        if (shown.Offsets.Synced != Next)
        {
            return $"is synced to {shown.Offsets.Synced}, not {Next}";
        }

        if (shown.Offsets.Earliest != Earliest && !(isCleaning && MayExpire(settings, shown, nowMs)))
        {
            return $"begins at {shown.Offsets.Earliest}, not {Earliest}";
        }

        int at = 0;
        foreach (MixedRecord record in Records.Where(record => record.Offset >= shown.From))
        {
            if (at < shown.Records.Count && shown.Records[at] == record)
            {
                at++;
            }
            else if (settings.Cleanup != CleanupPolicy.Compact ||
                !MayBeGone(record, settings, shown, isCleaning, nowMs))
            {
                return $"lacks {record}; shown {string.Join(' ', shown.Records)}; written {string.Join(' ', Records)}";
            }
        }

        return at == shown.Records.Count ? null : $"shows {shown.Records[at]}, not among {string.Join(' ', Records)}";
    }

    /// <summary>Whether retention may have moved the earliest offset to where it is.</summary>
    private bool MayExpire(TopicSettings settings, MixedShown shown, long nowMs)
    {
        long oldest = nowMs - (long)(settings.RetentionTime ?? TimeSpan.Zero).TotalMilliseconds;
        bool byTime = settings.RetentionTime is not null &&
            Records.All(record => record.Offset >= shown.Offsets.Earliest || record.TimeMs < oldest);
        bool bySize = settings.RetentionBytes is { } bytes && shown.Offsets.Bytes >= bytes;
        return shown.Offsets.Earliest > Earliest && (byTime || bySize);
    }

    /// <summary>Whether compaction may have taken a record: there is a later one, or it is an old tombstone.</summary>
    private bool MayBeGone(
        MixedRecord record, TopicSettings settings, MixedShown shown, bool isCleaning, long nowMs)
    {
        long cleanedTo = isCleaning ? Next : CleanedTo;
        if (record.Key is null || record.Offset >= cleanedTo)
        {
            return false;
        }

        bool hasLater = Records.Any(
            later => later.Key == record.Key && later.Offset > record.Offset && later.Offset < cleanedTo);
        bool isOldTombstone = record.Value is null && record.Offset < shown.Offsets.TombstonesFrom &&
            nowMs - record.TimeMs >= settings.TombstoneRetention.TotalMilliseconds &&
            !shown.Records.Exists(earlier => earlier.Key == record.Key && earlier.Offset < record.Offset);
        return hasLater || isOldTombstone;
    }
}
