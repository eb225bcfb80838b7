using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Compares the rows of a dump that the index did not know with the image.</summary>
/// <remarks>
/// Few of them are looked up one by one, and few rows that are gone are named by the index. Where there are many, image
/// and rows are walked in the order of their keys, in one pass. What is written is in that order both ways.
/// </remarks>
internal sealed class RowComparer(
    string topic, UniqueRows rows, RowIndex index, IStateSnapshot image, RowDifferences differences,
    StepReport report)
{
    /// <summary>A row that is looked up costs as much as so many that are passed by.</summary>
    private const int LookupCost = 8;

    /// <summary>Keys of rows that are gone wait in memory to be sorted.</summary>
    private const long MostGone = 1_000_000;

    /// <param name="waiting">Rows that the index did not know.</param>
    /// <exception cref="KappaException">
    /// KAP8005: a key comes twice. KAP2111: the disk takes no more. KAP7161: the image is not what its index says.
    /// </exception>
    public Comparison Run(long waiting)
    {
        var gone = new SpoolBuffer();
        bool isLittle = index.Unmet <= MostGone && waiting + index.Unmet <= index.Count / LookupCost;
        if (isLittle && index.TryListUnmet(gone))
        {
            report.Begin(SnapshotPhase.Comparing, waiting);
            LookUp(gone.Sorted());
        }
        else
        {
            report.Begin(SnapshotPhase.Comparing, index.Count + waiting);
            Merge();
        }

        return differences.Result(rows.Left);
    }

    private void LookUp(MemoryRows gone)
    {
        var old = new ArrayBufferWriter<byte>();
        var keys = new KeyMerge<UniqueRows, MemoryRows>(rows, gone);
        while (keys.MoveNext())
        {
            if (keys.HasLeft)
            {
                LookUpOne(old); // Also where others have added the row since it came: it is none that is gone.
                report.Advance();
            }
            else
            {
                Delete(gone.Key);
            }
        }
    }

    private void LookUpOne(ArrayBufferWriter<byte> old)
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

    /// <summary>The hash of the row is all that counts: what the image says of it is not asked for.</summary>
    private void Delete(ReadOnlySpan<byte> key)
    {
        index.TryFind(RowHash.OfKey(key), out UInt128 row, out _);
        differences.Delete(key, row);
    }

    private void Merge()
    {
        using IRowCursor cursor = image.Scan(0, []);
        long count = 0;
        var keys = new KeyMerge<UniqueRows, IRowCursor>(rows, cursor);
        while (keys.MoveNext())
        {
            report.Advance(keys.HasLeft && keys.HasRight ? 2 : 1);
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
                differences.Check(cursor.Key, cursor.Value, row);
                differences.Delete(cursor.Key, row);
            }
        }
        else if (differences.Counts(cursor.Key, rows.Place, same))
        {
            differences.Compare(cursor.Key, cursor.Value, row, rows.Value);
        }
    }
}
