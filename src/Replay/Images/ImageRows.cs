using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>Walks rows of images in key order.</summary>
internal static class ImageRows
{
    /// <summary>The rows of one partition.</summary>
    /// <param name="snapshot">The partition's state.</param>
    /// <param name="after">Only rows behind this key; empty for all.</param>
    public static IEnumerable<ImageRow> Of(IStateSnapshot snapshot, byte[] after)
    {
        using IRowCursor cursor = snapshot.Scan(0, after);
        while (cursor.MoveNext())
        {
            if (after.Length == 0 || !cursor.Key.SequenceEqual(after))
            {
                yield return ImageRowCodec.Decode(cursor.Key, cursor.Value, cursor.TimestampMs);
            }
        }
    }

    /// <summary>
    /// The rows of all partitions by key, then partition: another partitioner must not make all keys differ.
    /// </summary>
    public static IEnumerable<(ImageRow Row, int Partition)> Merged(IReadOnlyList<IStateSnapshot> snapshots)
    {
        var rows = new List<(IEnumerator<ImageRow> Cursor, int Partition)>();
        try
        {
            rows.AddRange(snapshots.Select((snapshot, partition) => (Of(snapshot, []).GetEnumerator(), partition)));
            rows.RemoveAll(row => !row.Cursor.MoveNext());
            while (rows.Count > 0)
            {
                (IEnumerator<ImageRow> Cursor, int Partition) first = rows.Aggregate((least, other) =>
                    other.Cursor.Current.Key.AsSpan().SequenceCompareTo(least.Cursor.Current.Key) < 0 ? other : least);
                yield return (first.Cursor.Current, first.Partition);
                if (!first.Cursor.MoveNext())
                {
                    rows.Remove(first);
                }
            }
        }
        finally
        {
            rows.ForEach(row => row.Cursor.Dispose());
        }
    }
}
