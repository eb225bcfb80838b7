using System.Globalization;
using Kappa.Snapshots;
using Parquet.Data;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>The types that most columns have: their values are those of <see cref="ParquetValues"/>.</summary>
internal static class ParquetCells
{
    private const int MostDigits = 64; // Of a number or a time.

    /// <summary>Opens the columns of a row group.</summary>
    /// <param name="fields">The fields of the schema.</param>
    /// <param name="columns">The columns by their path.</param>
    /// <returns>Null where one of them is of another type, or no plain column: its rows go by way of JSON.</returns>
    public static ParquetCell[]? Open(
        IReadOnlyList<Field> fields, IReadOnlyDictionary<string, RawColumnData> columns)
    {
        var cells = new ParquetCell[fields.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            if (fields[i] is not DataField { IsArray: false } field
                || Open(field, columns[field.Path.ToString()]) is not { } cell)
            {
                return null;
            }

            cells[i] = cell;
        }

        return cells;
    }

    private static ParquetCell? Open(DataField field, RawColumnData data) => data switch
    {
        RawColumnData<bool> values => new ParquetCellOf<bool>(field, values, (row, value) => row.AddBoolean(value)),
        RawColumnData<int> values when field is not TimeDataField => Numbers(field, values),
        RawColumnData<long> values when field is not TimeDataField => Numbers(field, values),
        RawColumnData<double> values => new ParquetCellOf<double>(field, values, AddDouble),
        RawColumnData<decimal> values => Numbers(field, values),
        RawColumnData<BigDecimal> values => new ParquetCellOf<BigDecimal>(
            field, values, (row, value) => row.TryAddNumber(ParquetValues.Decimal(value.UnscaledValue, value.Scale))),
        RawColumnData<DateTime> values => Timestamps(field, values),
        RawColumnData<DateOnly> values => new ParquetCellOf<DateOnly>(
            field, values, (row, value) => AddText(row, value, ParquetValues.DateFormat, "")),
        RawColumnData<ReadOnlyMemory<char>> values => new ParquetCellOf<ReadOnlyMemory<char>>(
            field, values, (row, value) => row.AddText(value.Span)),
        _ => null,
    };

    private static ParquetCellOf<T> Numbers<T>(DataField field, RawColumnData<T> values)
        where T : struct, ISpanFormattable => new(field, values, AddNumber);

    private static ParquetCellOf<DateTime> Timestamps(DataField field, RawColumnData<DateTime> values)
    {
        string zone = field is DateTimeDataField { IsAdjustedToUTC: true } ? "Z" : "";
        return new ParquetCellOf<DateTime>(
            field, values, (row, value) => AddText(row, value, ParquetValues.TimestampFormat, zone));
    }

    private static void AddText<T>(SnapshotRow row, T value, string format, string zone)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[MostDigits];
        value.TryFormat(text, out int length, format, CultureInfo.InvariantCulture);
        zone.CopyTo(text[length..]);
        row.AddText(text[..(length + zone.Length)]);
    }

    private static void AddDouble(SnapshotRow row, double value)
    {
        if (double.IsFinite(value))
        {
            AddNumber(row, value);
        }
        else
        {
            row.AddText(value.ToString("R", CultureInfo.InvariantCulture)); // No number of JSON.
        }
    }

    private static void AddNumber<T>(SnapshotRow row, T value)
        where T : struct, ISpanFormattable
    {
        Span<char> digits = stackalloc char[MostDigits];
        value.TryFormat(digits, out int length, [], CultureInfo.InvariantCulture);
        row.TryAddNumber(digits[..length]);
    }
}
