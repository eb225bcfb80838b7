using System.Globalization;
using System.Text;
using System.Text.Json;
using Kappa.Snapshots;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>
/// Finds out which type of Parquet holds all values of a column so that they come back as they are: read again, the
/// file changes nothing.
/// </summary>
/// <param name="name">The column.</param>
/// <param name="type">What it was declared as, or what is remembered of it.</param>
internal sealed class ColumnScan(string name, ColumnType type)
{
    private const int MostDigits = 28; // Of a decimal of .NET, for sure.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    private readonly RowBytes _number = new();
    private bool _isText = true;
    private bool _isTime = type == ColumnType.Time;
    private bool _isBoolean = true;
    private bool _isLong = true;
    private bool _isDouble = true;
    private bool _isDecimal = true;
    private bool _isEmpty = true;
    private int _digits; // Most before the point.
    private int _scale; // Most behind it.

    /// <summary>Takes note of a canonical value.</summary>
    public void Note(ReadOnlySpan<byte> value)
    {
        if (value[0] == 'n')
        {
            return;
        }

        _isEmpty = false;
        bool isNumber = value[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9');
        _isText &= value[0] == '"';
        _isTime &= value[0] == '"' && IsTime(Text(value));
        _isBoolean &= value[0] is (byte)'t' or (byte)'f';
        _isLong &= isNumber && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        _isDouble &= isNumber && IsDouble(value);
        _isDecimal &= isNumber && IsDecimal(value);
    }

    /// <summary>Opens the column for values.</summary>
    /// <exception cref="KappaException">KAP8039: no type holds them all.</exception>
    public ParquetBuffer Open() => this switch
    {
        { _isEmpty: true } => Empty(),
        { _isTime: true } => new ParquetScalars<DateTime>(Timestamps(), value => TimeOf(Text(value))),
        { _isText: true } => new ParquetTexts(new DataField<string>(name)),
        { _isBoolean: true } => new ParquetScalars<bool>(new DataField<bool?>(name), value => value[0] == 't'),
        { _isLong: true } => new ParquetScalars<long>(
            new DataField<long?>(name), value => long.Parse(value, CultureInfo.InvariantCulture)),
        { _isDouble: true } => new ParquetScalars<double>(
            new DataField<double?>(name), value => double.Parse(value, CultureInfo.InvariantCulture)),
        { _isDecimal: true } when _digits + _scale <= MostDigits => new ParquetScalars<decimal>(
            new DecimalDataField(name, Math.Max(1, _digits + _scale), _scale, isNullable: true),
            value => decimal.Parse(value, CultureInfo.InvariantCulture)),
        _ => throw ParquetErrors.NoType(name),
    };

    private static string Text(ReadOnlySpan<byte> value) =>
        JsonSerializer.Deserialize(value, SnapshotJson.Default.String)!;

    private static bool IsTime(string text) => DateTime.TryParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out _);

    private static DateTime TimeOf(string text) => DateTime.ParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    /// <summary>Only nulls so far: of the type that is remembered.</summary>
    private ParquetBuffer Empty() => type switch
    {
        ColumnType.Time => new ParquetScalars<DateTime>(Timestamps(), _ => default),
        ColumnType.Number => new ParquetScalars<double>(new DataField<double?>(name), _ => default),
        ColumnType.Boolean => new ParquetScalars<bool>(new DataField<bool?>(name), _ => default),
        _ => new ParquetTexts(new DataField<string>(name)),
    };

    private DateTimeDataField Timestamps() =>
        new(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true);

    private bool IsDouble(ReadOnlySpan<byte> value) => IsSame(
        double.Parse(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture), value);

    private bool IsDecimal(ReadOnlySpan<byte> value)
    {
        string text = Encoding.ASCII.GetString(value);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        string digits = text.TrimStart('-');
        _digits = Math.Max(_digits, point < 0 ? digits.Length : digits.IndexOf('.', StringComparison.Ordinal));
        _scale = Math.Max(_scale, point < 0 ? 0 : text.Length - point - 1);
        return decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out decimal number) && IsSame(number.ToString(CultureInfo.InvariantCulture), value);
    }

    /// <summary>Whether a number reads the same.</summary>
    private bool IsSame(string number, ReadOnlySpan<byte> value)
    {
        if (!char.IsAsciiDigit(number[^1]))
        {
            return false; // Infinity.
        }

        _number.Clear();
        CanonicalNumber.Write(Encoding.ASCII.GetBytes(number), _number);
        return _number.Written.SequenceEqual(value);
    }
}
