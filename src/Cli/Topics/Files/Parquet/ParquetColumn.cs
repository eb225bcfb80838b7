using System.Text.Json;
using Parquet.Data;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>The entries of a column of a row group.</summary>
/// <param name="field">The column.</param>
/// <param name="data">Its values one after the other, and the levels of all entries.</param>
/// <param name="write">Writes a value.</param>
internal sealed class ParquetColumn<T>(DataField field, RawColumnData<T> data, Action<Utf8JsonWriter, T> write)
    : ParquetNode
    where T : struct
{
    private readonly int _definition = field.MaxDefinitionLevel;
    private readonly int _repetition = field.MaxRepetitionLevel;
    private int _entry;
    private int _value;

    public override int Definition => _definition == 0 ? 0 : data.DefinitionLevels[_entry];

    public override int Repetition =>
        _repetition == 0 ? 0 : _entry < data.RepetitionLevels.Length ? data.RepetitionLevels[_entry] : -1;

    public override void Write(Utf8JsonWriter writer)
    {
        if (Definition == _definition)
        {
            write(writer, data.Values[_value++]);
        }
        else
        {
            writer.WriteNullValue();
        }

        _entry++;
    }

    public override void Pass() => _entry++;
}
