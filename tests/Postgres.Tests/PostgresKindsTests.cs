using Npgsql;
using NpgsqlTypes;

namespace Kappa.Cli.Tests;

/// <summary>The same table gives the same change log as a table of a database and as files.</summary>
public sealed class PostgresKindsTests
{
    [Fact]
    public async Task A_random_table_has_the_change_log_that_it_has_as_files()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE TABLE kinds (id int PRIMARY KEY, code text, price numeric(12, 3), open boolean, day date, " +
            "at timestamptz, note text)");
        Random random = Seed.Random(out int seed);
        List<RandomRow> first = RandomTable.Rows(random, 30);
        await topic.CreateTopicAsync("lines");
        await topic.CreateTopicAsync("parquet");
        foreach ((int id, List<RandomRow> rows) in new[] { first, RandomTable.Changed(random, first) }.Index())
        {
            await FillAsync(topic, rows);
            string lines = topic.File($"{id}.ndjson");
            await File.WriteAllTextAsync(lines, RandomTable.Lines(random, rows));
            string parquet = topic.File($"{id}.parquet");
            await RandomTable.WriteParquetAsync(parquet, rows);

            CliResult[] applied =
            [
                await topic.ApplyAsync("--table", "kinds", "--id", $"{id}"),
                await topic.ApplyToAsync("lines", [lines, "--key", "id", "--id", $"{id}"]),
                await topic.ApplyToAsync("parquet", [parquet, "--key", "id", "--id", $"{id}"]),
            ];

            Assert.All(applied, result => Assert.True(result.ExitCode == 0, $"seed {seed}: {result.Error}"));
        }

        string[] records = await topic.RecordsAsync();
        Assert.NotEmpty(records);
        foreach (string file in new[] { "lines", "parquet" })
        {
            string[] others = await topic.RecordsAsync(file);
            Assert.True(records.SequenceEqual(others), $"seed {seed}, {file}");
        }
    }

    private static async Task FillAsync(PostgresTopic topic, List<RandomRow> rows)
    {
        await topic.ExecuteAsync("TRUNCATE kinds");
        await using NpgsqlConnection connection = await topic.Source.OpenConnectionAsync();
        await using NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync(
            "COPY kinds (id, code, price, open, day, at, note) FROM STDIN (FORMAT BINARY)");
        foreach (RandomRow row in rows)
        {
            await import.StartRowAsync();
            await import.WriteAsync(row.Id, NpgsqlDbType.Integer);
            await WriteAsync(import, row.Code, NpgsqlDbType.Text);
            await WriteAsync(import, row.Price, NpgsqlDbType.Numeric);
            await WriteAsync(import, row.Open, NpgsqlDbType.Boolean);
            await WriteAsync(import, row.Day, NpgsqlDbType.Date);
            await WriteAsync(import, row.At, NpgsqlDbType.TimestampTz);
            await WriteAsync(import, row.Note, NpgsqlDbType.Text);
        }

        await import.CompleteAsync();
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter import, object? value, NpgsqlDbType type)
    {
        if (value is null)
        {
            await import.WriteNullAsync();
        }
        else
        {
            await import.WriteAsync(value, type);
        }
    }
}
