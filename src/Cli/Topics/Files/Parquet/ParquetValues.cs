using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Parquet.Data;
using Parquet.File.Values.Primitives;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>The values of Parquet's types as JSON (docs/cli.md, Records as lines).</summary>
internal static class ParquetValues
{
    public const string DateFormat = "yyyy-MM-dd";
    public const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";

    /// <summary>Opens a column with the values of its type.</summary>
    public static ParquetNode Open(DataField field, RawColumnData data) => data switch
    {
        RawColumnData<bool> values => Column(field, values, (json, value) => json.WriteBooleanValue(value)),
        RawColumnData<sbyte> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<byte> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<short> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<ushort> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<int> values when field is TimeDataField time => Times(field, values, time),
        RawColumnData<int> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<uint> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<long> values when field is TimeDataField time => Times(field, values, time),
        RawColumnData<long> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<ulong> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<float> values => Column(field, values, Write),
        RawColumnData<double> values => Column(field, values, Write),
        RawColumnData<decimal> values => Column(field, values, (json, value) => json.WriteNumberValue(value)),
        RawColumnData<BigDecimal> values => Column(
            field, values, (json, value) => json.WriteRawValue(Decimal(value.UnscaledValue, value.Scale))),
        RawColumnData<DateTime> values => Timestamps(field, values),
        RawColumnData<DateOnly> values => Column(
            field, values, (json, value) => json.WriteStringValue(Text(value, DateFormat))),
        RawColumnData<Guid> values => Column(field, values, (json, value) => json.WriteStringValue(value)),
        RawColumnData<Interval> values => Column(
            field, values, (json, value) => json.WriteStringValue(Duration(value))),
        RawColumnData<ReadOnlyMemory<char>> values => Column(
            field, values, (json, value) => json.WriteStringValue(value.Span)),
        RawColumnData<ReadOnlyMemory<byte>> values => Column(
            field, values, (json, value) => json.WriteBase64StringValue(value.Span)),
        _ => throw new NotSupportedException(
            $"Column '{field.Path}' has values of type {field.ClrType.Name}, which Kappa does not read."),
    };

    private static ParquetColumn<T> Column<T>(DataField field, RawColumnData<T> data, Action<Utf8JsonWriter, T> write)
        where T : struct => new(field, data, write);

    private static ParquetColumn<T> Times<T>(DataField field, RawColumnData<T> data, TimeDataField time)
        where T : struct, IBinaryInteger<T>
    {
        long second = time.Precision switch
        {
            TimeUnitPrecision.Millis => 1_000,
            TimeUnitPrecision.Micros => 1_000_000,
            _ => 1_000_000_000,
        };
        int digits = second switch { 1_000 => 3, 1_000_000 => 6, _ => 9 };
        string zone = time.IsAdjustedToUtc ? "Z" : "";
        return Column(field, data, (json, value) => json.WriteStringValue(
            Time(long.CreateChecked(value), second, digits) + zone));
    }

    private static ParquetColumn<DateTime> Timestamps(DataField field, RawColumnData<DateTime> data)
    {
        string zone = field is DateTimeDataField { IsAdjustedToUTC: true } ? "Z" : "";
        return Column(field, data, (json, value) => json.WriteStringValue(
            Text(value, TimestampFormat) + zone));
    }

    private static string Text(IFormattable value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture);

    private static string Time(long value, long second, int digits)
    {
        string whole = Text(TimeSpan.FromSeconds(value / second), @"hh\:mm\:ss");
        string fraction = (value % second).ToString($"D{digits}", CultureInfo.InvariantCulture).TrimEnd('0');
        return fraction.Length == 0 ? whole : $"{whole}.{fraction}";
    }

    private static string Duration(Interval value) => string.Create(
        CultureInfo.InvariantCulture, $"P{value.Months}M{value.Days}DT{value.Millis / 1_000m:0.###}S");

    /// <summary>A decimal exactly, however many digits it has.</summary>
    public static string Decimal(BigInteger unscaled, int scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled.Sign < 0 ? $"-{text}" : text;
    }

    private static void Write(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(Text(value, "R")); // NaN, Infinity: no numbers of JSON.
        }
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(Text(value, "R"));
        }
    }
}
