using System.Text;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>Compares a table at two moments, both in the order of their keys, in one pass.</summary>
/// <remarks>In memory is one row of each. The counts are right when the walk has ended.</remarks>
/// <param name="old">The table as it was.</param>
/// <param name="new">The table as it is then.</param>
internal sealed class TableDiff(TableFold old, TableFold @new)
{
    private readonly ChangedFields _fields = new([]);

    public long Inserts { get; private set; }

    public long Updates { get; private set; }

    public long Deletes { get; private set; }

    public long Unchanged { get; private set; }

    public bool IsSame => Inserts + Updates + Deletes == 0;

    /// <summary>How many updates have changed each field.</summary>
    public IReadOnlyDictionary<string, long> Fields => _fields.Counts;

    /// <summary>Gives the rows that differ, once.</summary>
    public IEnumerable<RowDifference> Walk()
    {
        using IRowCursor before = old.Scan();
        using IRowCursor after = @new.Scan();
        var keys = new KeyMerge<IRowCursor, IRowCursor>(before, after);
        while (keys.MoveNext())
        {
            if (Compare(keys.HasLeft ? before : null, keys.HasRight ? after : null) is { } difference)
            {
                yield return difference;
            }
        }
    }

    private RowDifference? Compare(IRowCursor? before, IRowCursor? after)
    {
        if (after is null)
        {
            Deletes++;
            return new RowDifference("delete", Text(before!.Key), Text(before.Value), null);
        }

        if (before is null)
        {
            Inserts++;
            return new RowDifference("insert", Text(after.Key), null, Text(after.Value));
        }

        // What somebody else wrote may say the same in another notation.
        if (before.Value.SequenceEqual(after.Value) || !_fields.Count(before.Value, after.Value))
        {
            Unchanged++;
            return null;
        }

        Updates++;
        return new RowDifference("update", Text(after.Key), Text(before.Value), Text(after.Value));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
