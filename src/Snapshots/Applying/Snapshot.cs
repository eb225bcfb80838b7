using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>A dump that was read, on its way into a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Id">Its id.</param>
/// <param name="TimeMs">Timestamp of its records.</param>
/// <param name="Options">What is allowed.</param>
/// <param name="Source">The dump.</param>
/// <param name="Rows">What was counted when it was read.</param>
/// <param name="Spool">Its rows.</param>
/// <param name="Earlier">The snapshots before it.</param>
/// <param name="Report">Told how far it is.</param>
/// <param name="ChangesPath">The file for changes that do not fit into memory.</param>
internal sealed record Snapshot(
    TopicDescription Topic, string Id, long TimeMs, SnapshotOptions Options, ISnapshotSource Source, SnapshotRows Rows,
    RowSpool Spool, IReadOnlyList<SnapshotManifest> Earlier, StepReport Report,
    string ChangesPath)
{
    /// <summary>Takes what it changes.</summary>
    public RowChanges NewChanges() => new(
        Topic.Partitions, Id, TimeMs, new RecordScratch(DiskFileSystem.Instance, ChangesPath, Options.SpoolBytes));

    public SnapshotManifest ManifestOf(Comparison comparison, RowChanges changes, IReadOnlyList<long> from) => new(
        SnapshotManifest.CurrentFormat, Topic.Name, Id, TimeMs, Options.Key, ColumnsAfter(), comparison.Rows,
        comparison.Digest, comparison.Inserts, comparison.Updates, comparison.Deletes, [.. from],
        [.. changes.Buffers.Select(buffer => (long)buffer.Records)]);

    public SnapshotResult ResultOf(Comparison comparison, SnapshotOutcome outcome) => new(
        Topic.Name, Id, comparison.Rows, comparison.Inserts, comparison.Updates, comparison.Deletes,
        comparison.Rows - comparison.Inserts - comparison.Updates, Rows.Keyless + comparison.Left, comparison.Fields,
        comparison.Digest, outcome);

    /// <summary>An empty dump names no columns: those of the last one stay.</summary>
    private IReadOnlyDictionary<string, ColumnType> ColumnsAfter()
    {
        SortedDictionary<string, ColumnType> columns = Rows.Columns();
        return columns.Count == 0 && Earlier is [.., var last] ? last.Columns : columns;
    }
}
