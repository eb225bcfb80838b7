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

    /// <summary>The rows of all partitions by key alone: another partitioner must not make all keys differ.</summary>
    public static IEnumerable<ImageRow> Merged(IReadOnlyList<IStateSnapshot> snapshots)
    {
        var rows = new List<IEnumerator<ImageRow>>();
        try
        {
            rows.AddRange(snapshots.Select(snapshot => Of(snapshot, []).GetEnumerator()));
            rows.RemoveAll(cursor => !cursor.MoveNext());
            while (rows.Count > 0)
            {
                IEnumerator<ImageRow> first = rows.Aggregate((least, other) =>
                    other.Current.Key.AsSpan().SequenceCompareTo(least.Current.Key) < 0 ? other : least);
                yield return first.Current;
                if (!first.MoveNext())
                {
                    rows.Remove(first);
                }
            }
        }
        finally
        {
            rows.ForEach(cursor => cursor.Dispose());
        }
    }
}
