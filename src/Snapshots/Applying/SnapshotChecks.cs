using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>What refuses a snapshot: each check names what it found, and what allows it.</summary>
internal static class SnapshotChecks
{
    /// <exception cref="KappaException">
    /// KAP8003: the id is none. KAP8007: it comes before the last one. KAP8008: the key is another one. KAP8009: it
    /// belongs to an earlier snapshot. KAP8010: partitions were added.
    /// </exception>
    public static void BeforeReading(
        TopicDescription topic, string id, SnapshotOptions options, IReadOnlyList<SnapshotManifest> earlier)
    {
        SnapshotId.Check(id);
        if (earlier is not [.., var last])
        {
            return;
        }

        if (!last.Key.SequenceEqual(options.Key, StringComparer.Ordinal))
        {
            throw SnapshotErrors.OtherKey(topic.Name, last.Id, last.Key, options.Key);
        }

        if (last.From.Count != topic.Partitions)
        {
            throw SnapshotErrors.PartitionsAdded(topic.Name, last.From.Count, topic.Partitions);
        }

        if (earlier.SkipLast(1).Any(manifest => manifest.Id == id))
        {
            throw SnapshotErrors.IdTaken(topic.Name, id, "a later snapshot follows it");
        }

        if (!options.AllowOlder && SnapshotId.IsBefore(id, last.Id))
        {
            throw SnapshotErrors.Older(topic.Name, id, last.Id);
        }
    }

    /// <exception cref="KappaException">
    /// KAP8057: the dump was not begun yet, by what was said. KAP8058: it was begun before the last one.
    /// </exception>
    public static void OfStart(
        TopicDescription topic, SnapshotOptions options, DateTimeOffset now, IReadOnlyList<SnapshotManifest> earlier)
    {
        if (options.Started is not { } started)
        {
            return;
        }

        if (started > now || started < DateTimeOffset.UnixEpoch)
        {
            throw SnapshotErrors.NoStart(started, now);
        }

        if (!options.AllowOlder && earlier is [.., var last] && started.ToUnixTimeMilliseconds() < last.TimeMs)
        {
            throw SnapshotErrors.StartedBefore(topic.Name, started, last);
        }
    }

    /// <exception cref="KappaException">
    /// KAP8012: there are more or fewer rows than expected. KAP8013: columns came or went. KAP7162: an option names a
    /// field that there is not.
    /// </exception>
    public static void AfterReading(
        TopicDescription topic, SnapshotRows rows, SnapshotOptions options, IReadOnlyList<SnapshotManifest> earlier)
    {
        if (options.ExpectRows is { } expected && expected != rows.Count)
        {
            throw SnapshotErrors.OtherCount(topic.Name, rows.Count, expected);
        }

        SortedDictionary<string, ColumnType> columns = rows.Columns();
        IReadOnlyList<string> before = earlier is [.., var known] ? [.. known.Columns.Keys] : [];
        RequireFields("--ignore", topic.Name, options.Ignore, columns.Keys, before);
        RequireFields("--types", topic.Name, options.Types.Keys, columns.Keys, before);
        if (options.AllowColumns || columns.Count == 0 || earlier is not [.., { Columns.Count: > 0 } last])
        {
            return;
        }

        string[] came = [.. columns.Keys.Except(last.Columns.Keys, StringComparer.Ordinal)];
        string[] went = [.. last.Columns.Keys.Except(columns.Keys, StringComparer.Ordinal)];
        if (came.Length > 0 || went.Length > 0)
        {
            throw SnapshotErrors.OtherColumns(topic.Name, last.Id, came, went);
        }
    }

    /// <summary>A name that is mistyped would say nothing, and nobody would see it.</summary>
    private static void RequireFields(
        string option, string topic, IEnumerable<string> named,
        SortedDictionary<string, ColumnType>.KeyCollection columns, IReadOnlyList<string> before)
    {
        if (columns.Count > 0 && named.FirstOrDefault(name => !columns.Contains(name) && !before.Contains(name))
            is { } wrong)
        {
            throw SnapshotErrors.NoSuchField(option, topic, wrong, columns);
        }
    }

    /// <returns>Whether the very same snapshot was applied before.</returns>
    /// <exception cref="KappaException">
    /// KAP8009: its id was applied with other rows. KAP8014: it would delete too many rows.
    /// </exception>
    public static bool AfterComparing(Snapshot snapshot, Comparison comparison)
    {
        SnapshotOptions options = snapshot.Options;
        bool isAgain = snapshot.Earlier is [.., var last] && last.Id == snapshot.Id;
        if (isAgain && comparison.Inserts + comparison.Updates + comparison.Deletes > 0)
        {
            throw SnapshotErrors.IdTaken(snapshot.Topic.Name, snapshot.Id, "its rows were others");
        }

        return options.MaxDelete.Allows(comparison.Deletes, comparison.OldRows)
            ? isAgain : throw SnapshotErrors.TooManyDeletes(snapshot.Topic.Name, comparison, options.MaxDelete);
    }
}
