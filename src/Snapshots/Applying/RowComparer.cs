using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Compares the rows of a dump that the index did not know with the image.</summary>
/// <remarks>
/// Few of them are looked up one by one. Many, or where rows are gone, whose keys the index does not know: then both
/// are walked in the order of their keys, in one pass. What is written is in that order both ways.
/// </remarks>
internal sealed class RowComparer(
    string topic, UniqueRows rows, RowIndex index, IStateSnapshot image, RowDifferences differences)
{
    /// <summary>A row that is looked up costs as much as so many that are passed by.</summary>
    private const int LookupCost = 8;

    /// <param name="waiting">Rows that the index did not know.</param>
    /// <exception cref="KappaException">
    /// KAP8005: a key comes twice. KAP8015: there are too many changes. KAP7161: the image is not what its index says.
    /// </exception>
    public Comparison Run(long waiting)
    {
        if (index.Unmet == 0 && waiting <= index.Count / LookupCost)
        {
            LookUp();
        }
        else
        {
            Merge();
        }

        return differences.Result(rows.Left);
    }

    private void LookUp()
    {
        var old = new ArrayBufferWriter<byte>();
        while (rows.MoveNext())
        {
            if (!index.TryFind(RowHash.OfKey(rows.Key), out UInt128 row, out long same))
            {
                differences.Insert(rows.Key, rows.Value);
            }
            else if (differences.Counts(rows.Key, rows.Place, same))
            {
                if (!image.TryGet(0, rows.Key, old, out _))
                {
                    throw SnapshotErrors.ImageWrong(topic);
                }

                differences.Compare(rows.Key, old.WrittenSpan, row, rows.Value);
            }
        }
    }

    private void Merge()
    {
        using IRowCursor cursor = image.Scan(0, []);
        long count = 0;
        var keys = new KeyMerge<UniqueRows, IRowCursor>(rows, cursor);
        while (keys.MoveNext())
        {
            if (keys.HasRight)
            {
                count++;
                Old(cursor, isInDump: keys.HasLeft);
            }
            else
            {
                differences.Insert(rows.Key, rows.Value);
            }
        }

        if (count != index.Count)
        {
            throw SnapshotErrors.ImageWrong(topic);
        }
    }

    private void Old(IRowCursor cursor, bool isInDump)
    {
        if (!index.TryFind(RowHash.OfKey(cursor.Key), out UInt128 row, out long same))
        {
            throw SnapshotErrors.ImageWrong(topic);
        }

        if (!isInDump)
        {
            if (same < 0)
            {
                differences.Delete(cursor.Key, cursor.Value, row);
            }
        }
        else if (differences.Counts(cursor.Key, rows.Place, same))
        {
            differences.Compare(cursor.Key, cursor.Value, row, rows.Value);
        }
    }
}
