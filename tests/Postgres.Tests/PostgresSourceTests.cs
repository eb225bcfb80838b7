namespace Kappa.Cli.Tests;

/// <summary>A table or a query of a database as a dump: its values, its key.</summary>
public sealed class PostgresSourceTests
{
    public static TheoryData<string, string> Values { get; } = new()
    {
        { "(-32768)::int2", "-32768" },
        { "9223372036854775807::int8", "9223372036854775807" },
        { "1.50::numeric(9, 2)", "1.5" },
        {
            "12345678901234567890123456789012345678901234567890.0123456789::numeric",
            "1.23456789012345678901234567890123456789012345678900123456789e+49"
        },
        { "'NaN'::numeric", "\"NaN\"" },
        { "'-Infinity'::float8", "\"-Infinity\"" },
        { "0.1::float4", "0.1" },
        { "0.1::float8 + 0.2::float8", "0.30000000000000004" },
        { "1e-7::float8", "1e-7" },
        { "true", "true" },
        { "false", "false" },
        { "'Grüße \"und\"' || chr(10) || '\\'", "\"Grüße \\\"und\\\"\\n\\\\\"" },
        { "'2026-03-04'::date", "\"2026-03-04\"" },
        { "'infinity'::date", "\"infinity\"" },
        { "'2026-03-04 05:06:07.008'::timestamp", "\"2026-03-04T05:06:07.008\"" },
        { "'2026-03-04 05:06:07.000009+02'::timestamptz", "\"2026-03-04T03:06:07.000009Z\"" },
        { "'0044-03-15 12:00:00+00 BC'::timestamptz", "\"0044-03-15 12:00:00+00 BC\"" },
        { "'05:06:07.5'::time", "\"05:06:07.5\"" },
        { "'1 year 3 days 4.5 seconds'::interval", "\"P1Y3DT4.5S\"" },
        { "'00112233-4455-6677-8899-AABBCCDDEEFF'::uuid", "\"00112233-4455-6677-8899-aabbccddeeff\"" },
        { "'\\x00ff01'::bytea", "\"AP8B\"" },
        { "'{\"b\": 1.0, \"a\": [null]}'::json", "{\"a\":[null],\"b\":1}" },
        { "'{\"b\": 1.0, \"a\": [null]}'::jsonb", "{\"a\":[null],\"b\":1}" },
        { "NULL::int", "null" },
        { "array[1, NULL, 3]", "[1,null,3]" },
        { "array['a b', 'c,\"d\"', 'e;f', '\\', NULL, 'NULL', '', '{}']",
            "[\"a b\",\"c,\\\"d\\\"\",\"e;f\",\"\\\\\",null,\"NULL\",\"\",\"{}\"]" },
        { "array[[1, 2], [3, 4]]", "[[1,2],[3,4]]" },
        { "'[0:1]={5,6}'::int[]", "[5,6]" },
        { "'{}'::text[]", "[]" },
        { "array['2026-03-04 05:06:07+02'::timestamptz]", "[\"2026-03-04T03:06:07Z\"]" },
        { "array['{\"a\": 1.0}'::jsonb]", "[{\"a\":1}]" },
        { "array['(1,1),(0,0)'::box, '(2,2),(1,1)'::box]", "[\"(1,1),(0,0)\",\"(2,2),(1,1)\"]" },
        { "'[1,5)'::int4range", "\"[1,5)\"" },
        { "'b'::mood", "\"b\"" },
        { "array['b'::mood]", "[\"b\"]" },
        { "1.5::price", "1.5" },
        { "array[1.5::price]", "[1.5]" },
    };

    [Fact]
    public async Task A_value_is_the_JSON_of_its_type_whatever_the_settings_of_the_database_are()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE TYPE mood AS ENUM ('a', 'b')", "CREATE DOMAIN price AS numeric CHECK (value > 0)");
        string database = new Npgsql.NpgsqlConnectionStringBuilder(topic.Connection).Database!;
        await topic.ExecuteAsync(
            $"ALTER DATABASE {database} SET TimeZone = 'Asia/Kolkata'",
            $"ALTER DATABASE {database} SET DateStyle = 'German'",
            $"ALTER DATABASE {database} SET IntervalStyle = 'sql_standard'",
            $"ALTER DATABASE {database} SET bytea_output = 'escape'",
            $"ALTER DATABASE {database} SET extra_float_digits = 0");
        string[] cases = [.. Values.Select(row => row.Data.Item1)];
        string columns = string.Join(", ", cases.Select((value, i) => $"{value} AS v{i:D2}"));

        CliResult applied = await topic.ApplyAsync("--query", $"SELECT 'k' AS id, {columns}", "--key", "id");

        Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
        string expected = string.Join(",", Values.Select((row, i) => $"\"v{i:D2}\":{row.Data.Item2}"));
        Assert.Equal($"{{\"id\":\"k\",{expected}}}", Assert.Single(await topic.ShowAsync()));
    }

    [Fact]
    public async Task The_key_of_a_table_is_its_primary_key()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE SCHEMA shop",
            "CREATE TABLE shop.\"Prices\" (price numeric, \"Article\" int, shop text, PRIMARY KEY (shop, \"Article\"))",
            "INSERT INTO shop.\"Prices\" VALUES (1.50, 7, 'a')");

        CliResult applied = await topic.ApplyAsync("--table", "shop.\"Prices\"");

        Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
        Assert.EndsWith(
            """["a",7] {"Article":7,"price":1.5,"shop":"a"} insert""", Assert.Single(await topic.RecordsAsync()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_without_a_primary_key_wants_a_key_and_takes_one()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE TABLE visits (who text, n int)", "INSERT INTO visits VALUES ('ann', 1)");

        (await topic.ApplyAsync("--table", "visits")).AssertFailed(
            2, "KAP8038", "public.visits", "no primary key", "Nothing was written.", "--key");
        CliResult applied = await topic.ApplyAsync("--table", "visits", "--key", "who");

        Assert.Contains("1 inserted", applied.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_is_named_as_psql_and_as_Npgsql_do_and_the_password_may_be_in_a_file()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync("CREATE TABLE t (id int PRIMARY KEY)");
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(topic.Connection);
        string passwords = topic.File("pgpass");
        await File.WriteAllTextAsync(passwords, $"*:*:*:{PostgresServer.User}:{PostgresServer.Password}\n");
        string[] connections =
        [
            topic.Uri, topic.Connection,
            $"host=127.0.0.1 port={settings.Port} user={settings.Username} dbname={settings.Database} " +
                @"password='p@ss;w\'ord' sslmode=prefer",
            $"{PostgresServer.Uri(topic.Connection, password: null)}?passfile={passwords}&application_name=test",
        ];

        foreach (string connection in connections)
        {
            CliResult applied = await topic.ApplyAsync(connection, ["--table", "t"]);
            Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
        }
    }
}
