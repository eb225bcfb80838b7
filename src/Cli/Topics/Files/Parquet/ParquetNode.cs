using System.Text.Json;
using Parquet.Data;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>A field of a row group's schema, at the entry of the columns below it that comes next.</summary>
/// <remarks>
/// Columns have an entry for each value, and one where there is none; levels say how much of the path to it is there
/// and which list it continues (the Dremel encoding, as the Parquet format specifies it under Nested Encoding).
/// </remarks>
internal abstract class ParquetNode
{
    /// <summary>How much of the path is there at the next entry of the first column.</summary>
    public abstract int Definition { get; }

    /// <summary>The list that the next entry of the first column continues; 0 begins a row, -1 is the end.</summary>
    public abstract int Repetition { get; }

    /// <summary>Opens a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="columns">The columns of the row group by their path.</param>
    public static ParquetNode Open(Field field, IReadOnlyDictionary<string, RawColumnData> columns) => field switch
    {
        StructField group => new ParquetStruct(group, [.. group.Fields.Select(inner => Open(inner, columns))]),
        ListField list => new ParquetList(list, Open(list.Item, columns)),
        MapField map => new ParquetMap(map, Open(map.Key, columns), Open(map.Value, columns)),
        DataField { IsArray: true } array => new ParquetList(array, Column(array, columns)),
        DataField data => Column(data, columns),
        _ => throw new NotSupportedException(
            $"Field '{field.Name}' is a {field.SchemaType}, which Kappa does not read."),
    };

    /// <summary>Writes what is there, and moves past it.</summary>
    public abstract void Write(Utf8JsonWriter writer);

    /// <summary>Moves past an entry without a value.</summary>
    public abstract void Pass();

    private static ParquetNode Column(DataField field, IReadOnlyDictionary<string, RawColumnData> columns) =>
        ParquetValues.Open(field, columns[field.Path.ToString()]);
}
