namespace Kappa.Snapshots;

/// <summary>What is remembered of a snapshot that was applied: a record of the topic <c>kappa.snapshots</c>.</summary>
/// <param name="Format">Version of this record; 1.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Id">The snapshot.</param>
/// <param name="TimeMs">When it was begun, milliseconds since 1970; its records have this timestamp.</param>
/// <param name="Key">The fields that are the key.</param>
/// <param name="Columns">The fields that its rows have, by name, and what they are.</param>
/// <param name="Rows">Rows that the table has after it.</param>
/// <param name="Digest">Digest of the table after it (<see cref="RowHash"/>), in hexadecimal.</param>
/// <param name="Inserts">Rows that were new.</param>
/// <param name="Updates">Rows that changed.</param>
/// <param name="Deletes">Rows that were gone.</param>
/// <param name="From">
/// For each partition the offset up to which the topic was compared: the snapshot's records begin there.
/// </param>
/// <param name="Records">For each partition how many records the snapshot has in it.</param>
internal sealed record SnapshotManifest(
    int Format, string Topic, string Id, long TimeMs, IReadOnlyList<string> Key,
    IReadOnlyDictionary<string, ColumnType> Columns, long Rows, string Digest, long Inserts, long Updates,
    long Deletes, IReadOnlyList<long> From, IReadOnlyList<long> Records)
{
    public const int CurrentFormat = 1;

    /// <summary>Whether nobody has written to the topic behind it.</summary>
    /// <param name="offsets">For each partition where it ends.</param>
    public bool IsLast(IReadOnlyList<long> offsets)
    {
        bool isLast = true;
        for (int i = 0; i < From.Count; i++)
        {
            // Behind its records stands at most the marker of its transaction.
            isLast &= offsets[i] <= From[i] + Records[i] + 1;
        }

        return isLast;
    }
}
