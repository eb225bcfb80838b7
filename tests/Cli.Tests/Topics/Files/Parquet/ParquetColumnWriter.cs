using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Kappa.Cli.Tests;

/// <summary>Writes a column from text, whatever its type.</summary>
internal static class ParquetColumnWriter
{
    public static Task WriteAsync(ParquetRowGroupWriter group, DataField field, params string?[] values) =>
        field.ClrType switch
        {
            var type when type == typeof(bool) => WriteAsync<bool>(group, field, values),
            var type when type == typeof(sbyte) => WriteAsync<sbyte>(group, field, values),
            var type when type == typeof(byte) => WriteAsync<byte>(group, field, values),
            var type when type == typeof(short) => WriteAsync<short>(group, field, values),
            var type when type == typeof(ushort) => WriteAsync<ushort>(group, field, values),
            var type when type == typeof(int) => WriteAsync<int>(group, field, values),
            var type when type == typeof(uint) => WriteAsync<uint>(group, field, values),
            var type when type == typeof(long) => WriteAsync<long>(group, field, values),
            var type when type == typeof(ulong) => WriteAsync<ulong>(group, field, values),
            var type when type == typeof(float) => WriteAsync<float>(group, field, values),
            var type when type == typeof(double) => WriteAsync<double>(group, field, values),
            var type when type == typeof(decimal) => WriteAsync<decimal>(group, field, values),
            var type when type == typeof(DateTime) => WriteAsync(group, field, values, text => DateTime.SpecifyKind(
                DateTime.Parse(text, CultureInfo.InvariantCulture),
                ((DateTimeDataField)field).IsAdjustedToUTC ? DateTimeKind.Utc : DateTimeKind.Unspecified)),
            var type when type == typeof(DateOnly) => WriteAsync<DateOnly>(group, field, values),
            var type when type == typeof(Guid) => WriteAsync<Guid>(group, field, values),
            _ => throw new ArgumentException($"no values of type {field.ClrType}"),
        };

    private static Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, string?[] values)
        where T : struct, IParsable<T> =>
        WriteAsync(group, field, values, text => T.Parse(text, CultureInfo.InvariantCulture));

    private static Task WriteAsync<T>(
        ParquetRowGroupWriter group, DataField field, string?[] values, Func<string, T> parse)
        where T : struct =>
        group.WriteAsync<T>(field, values.Select(text => text is null ? (T?)null : parse(text)).ToArray());
}
