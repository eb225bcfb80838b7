using Kappa.Snapshots;
using Parquet.Data;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>The values of a column of a row group.</summary>
/// <param name="field">The column; no list.</param>
/// <param name="data">Its values one after the other, and the levels of all entries.</param>
/// <param name="add">Gives a value to a row.</param>
internal sealed class ParquetCellOf<T>(DataField field, RawColumnData<T> data, Action<SnapshotRow, T> add) : ParquetCell
    where T : struct
{
    private readonly int _definition = field.MaxDefinitionLevel;
    private int _entry;
    private int _value;

    public override void Add(SnapshotRow row)
    {
        if (_definition == 0 || data.DefinitionLevels[_entry] == _definition)
        {
            add(row, data.Values[_value++]);
        }
        else
        {
            row.AddNull();
        }

        _entry++;
    }
}
