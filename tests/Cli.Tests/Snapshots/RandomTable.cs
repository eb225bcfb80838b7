using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Kappa.Cli.Tests;

/// <summary>Random tables, and the same table in each kind of file.</summary>
internal static class RandomTable
{
    public static readonly string[] Columns = ["id", "code", "price", "open", "day", "at", "note"];

    private static readonly string[] Notes =
        ["plain", "a, b", "say \"so\"", "two\nlines", "tab\tbed", "Grüße 🛩", "back\\slash", "'quoted'", " spaced "];

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>
    /// Rows with keys from 1; one of them says that codes are text, also where others look like numbers.
    /// </summary>
    public static List<RandomRow> Rows(Random random, int count) =>
    [
        .. Enumerable.Range(1, count)
            .Select(id => Row(random, id) with { Code = id == 1 ? "A1" : $"{id % 3}0{id}" }),
    ];

    /// <summary>Some rows go, some come, some change; the first one stays.</summary>
    public static List<RandomRow> Changed(Random random, List<RandomRow> rows) =>
    [
        .. rows.Where(row => row.Id == 1 || random.Next(6) > 0).Select(row => random.Next(4) > 0
            ? row : Row(random, row.Id) with { Code = row.Code }),
        .. Enumerable.Range(1_000, random.Next(4)).Select(id => Row(random, id)),
    ];

    public static string Separated(IEnumerable<RandomRow> rows, char separator) => string.Concat(
        rows.Select(row => string.Join(separator, Values(row).Select(value => Quoted(value, separator))) + "\n")
            .Prepend(string.Join(separator, Columns) + "\n"));

    public static string Array(Random random, IEnumerable<RandomRow> rows) =>
        $"[{string.Join(",\n", rows.Select(row => Json(random, row)))}]";

    public static string Lines(Random random, IEnumerable<RandomRow> rows) =>
        string.Concat(rows.Select(row => Json(random, row) + "\n"));

    public static async Task WriteParquetAsync(string path, IEnumerable<RandomRow> rows)
    {
        var schema = new ParquetSchema(
            new DataField<int>("id"), new DataField<string>("code"),
            new DecimalDataField("price", 12, 3, isNullable: true), new DataField<bool?>("open"),
            new DataField<DateOnly?>("day"),
            new DateTimeDataField("at", DateTimeFormat.Timestamp, true, DateTimeTimeUnit.Micros, isNullable: true),
            new DataField<string>("note"));
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file);
        foreach (RandomRow[] part in rows.Chunk(7))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<int>(schema.DataFields[0], part.Select(row => row.Id).ToArray());
            await group.WriteAsync(schema.DataFields[1], part.Select(row => row.Code!).ToArray());
            await group.WriteAsync<decimal>(schema.DataFields[2], part.Select(row => row.Price).ToArray());
            await group.WriteAsync<bool>(schema.DataFields[3], part.Select(row => row.Open).ToArray());
            await group.WriteAsync<DateOnly>(schema.DataFields[4], part.Select(row => row.Day).ToArray());
            await group.WriteAsync<DateTime>(schema.DataFields[5], part.Select(row => row.At).ToArray());
            await group.WriteAsync(schema.DataFields[6], part.Select(row => row.Note!).ToArray());
        }
    }

    private static RandomRow Row(Random random, int id) => new(
        id, $"{id}B", Maybe<decimal>(random, () => random.Next(-9_999, 9_999) / 8m),
        Maybe(random, () => random.Next(2) == 0), Maybe(random, () => new DateOnly(2026, 11, random.Next(1, 30))),
        Maybe(random, () => new DateTime(2026, 11, 30, 1, 2, 3, random.Next(2) * 500, DateTimeKind.Utc)),
        random.Next(5) == 0 ? null : Notes[random.Next(Notes.Length)]);

    private static T? Maybe<T>(Random random, Func<T> value)
        where T : struct => random.Next(5) == 0 ? null : value();

    /// <summary>The values as text; null is null.</summary>
    private static string?[] Values(RandomRow row) =>
    [
        row.Id.ToString(Invariant), row.Code, row.Price?.ToString("0.000", Invariant),
        row.Open switch { true => "true", false => "false", null => null },
        row.Day?.ToString("yyyy-MM-dd", Invariant), row.At?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", Invariant),
        row.Note,
    ];

    private static string Quoted(string? value, char separator) =>
        value is not null && (value.Contains(separator, StringComparison.Ordinal) || value.AsSpan().ContainsAny("\"\n"))
            ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value ?? "";

    /// <summary>The members in any order, numbers in any notation.</summary>
    private static string Json(Random random, RandomRow row)
    {
        string?[] values = Values(row);
        string[] members = [.. Columns.Select((name, i) => $"\"{name}\": " + (values[i] is not { } value ? "null"
            : name is "open" ? value
            : name is "id" or "price" ? value + (random.Next(2) == 0 ? "" : "e0")
            : JsonSerializer.Serialize(value)))];
        random.Shuffle(members);
        return $"{{{string.Join(", ", members)}}}";
    }
}
