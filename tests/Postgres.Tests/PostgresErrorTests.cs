namespace Kappa.Cli.Tests;

/// <summary>What goes wrong with a database is one line with the way out, and nothing is written.</summary>
public sealed class PostgresErrorTests
{
    [Fact]
    public async Task A_database_that_is_not_reached_says_why_and_never_shows_the_password()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync("CREATE TABLE t (id int PRIMARY KEY)");
        string database = new Npgsql.NpgsqlConnectionStringBuilder(topic.Connection).Database!;
        int closed = FreePorts.Take();
        CliResult[] refused =
        [
            await topic.ApplyAsync(PostgresServer.Connection(database, "wr0ng"), ["--table", "t"]),
            await topic.ApplyAsync(PostgresServer.Connection(database, port: closed), ["--table", "t"]),
            await topic.ApplyAsync($"postgres://me:wr0ng@no-such-host.invalid/{database}", ["--table", "t"]),
            await topic.ApplyAsync(PostgresServer.Connection("nothing"), ["--table", "t"]),
            await topic.ApplyAsync(PostgresServer.Connection(database) + ";SSL Mode=Require", ["--table", "t"]),
            await topic.ApplyAsync("Host=localhost;Pass=wr0ng", ["--table", "t"]),
        ];

        refused[0].AssertFailed(4, "KAP8032", database, "password authentication failed", "PGPASSWORD");
        refused[1].AssertFailed(7, "KAP8031", $"127.0.0.1:{closed} cannot be reached: nothing listens there");
        refused[2].AssertFailed(7, "KAP8031", "no host is called no-such-host.invalid");
        refused[3].AssertFailed(3, "KAP8033", "There is no database nothing");
        refused[4].AssertFailed(7, "KAP8031", "SSL");
        refused[5].AssertFailed(2, "KAP8030", "'pass' is no setting", "postgres://");
        Assert.All(refused, result =>
        {
            Assert.DoesNotContain("wr0ng", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(PostgresServer.Password, result.Error, StringComparison.Ordinal);
        });
        Assert.Empty(await topic.RecordsAsync());
    }

    [Fact]
    public async Task A_table_or_a_query_that_cannot_be_read_says_what_is_wrong_with_it()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE TABLE \"Orders\" (id int PRIMARY KEY)", "CREATE SEQUENCE numbers");

        (await topic.ApplyAsync("--table", "orders")).AssertFailed(
            3, "KAP8033", "no table 'orders'", "public.\"Orders\" is there");
        (await topic.ApplyAsync("--table", "numbers")).AssertFailed(3, "KAP8033", "no table 'numbers'");
        (await topic.ApplyAsync("--table", "a b")).AssertFailed(3, "KAP8033", "no table 'a b'");
        await AssertQueryFailedAsync(
            topic, "SELECT 1 AS id\nFRM t", 2, "KAP8034", "syntax error", "line 2, character 1 of 'FRM t'",
            "Nothing was written. Correct --query.");
        await AssertQueryFailedAsync(
            topic, "SELECT idd FROM \"Orders\"", 2, "KAP8034", "character 8 of", "Perhaps you meant");
        await AssertQueryFailedAsync(topic, "SELECT 1/0 AS id", 2, "KAP8034", "division by zero");
        await AssertQueryFailedAsync(
            topic, "SELECT a.id, b.id FROM \"Orders\" a, \"Orders\" b", 2, "KAP8037", "Columns 1 and 2", "'id'", "AS");
        await AssertQueryFailedAsync(topic, "SELECT 1 AS id, NULL AS id", 2, "KAP8037", "Columns 1 and 2");
        await AssertQueryFailedAsync(topic, "COMMIT", 2, "KAP8037", "gives no table");
        Assert.Empty(await topic.RecordsAsync());
    }

    [Fact]
    public async Task A_query_that_writes_is_refused_however_it_is_hidden()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)",
            "CREATE FUNCTION sneaky() RETURNS int LANGUAGE sql AS 'DELETE FROM t RETURNING id'");

        await AssertQueryFailedAsync(topic, "DELETE FROM t RETURNING id", 5, "KAP8035", "cannot execute DELETE");
        await AssertQueryFailedAsync(topic, "SELECT sneaky() AS id", 5, "KAP8035", "cannot execute DELETE");
        await AssertQueryFailedAsync(topic, "SELECT 1 AS id; DELETE FROM t", 2, "KAP8034", "multiple commands");
        await AssertQueryFailedAsync(topic, "COMMIT; DELETE FROM t RETURNING id", 2, "KAP8034", "multiple commands");

        await using Npgsql.NpgsqlCommand count = topic.Source.CreateCommand("SELECT count(*) FROM t");
        Assert.Equal(1L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_user_that_may_not_read_the_table_is_told_which_right_is_missing()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE TABLE secrets (id int PRIMARY KEY)", "CREATE ROLE reader LOGIN PASSWORD 'reads'");
        string connection = new Npgsql.NpgsqlConnectionStringBuilder(topic.Connection)
        {
            Username = "reader",
            Password = "reads",
        }.ConnectionString;

        (await topic.ApplyAsync(connection, ["--table", "secrets"])).AssertFailed(
            4, "KAP8032", "permission denied for table secrets", "GRANT SELECT ON ... TO reader");
    }

    [Fact]
    public async Task A_connection_that_breaks_amid_the_rows_writes_nothing_of_them()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync();
        const string Rows = "FROM generate_series(1, 20000) AS i";

        CliResult broken = await topic.ApplyAsync(
            "--query",
            $"SELECT i AS id, CASE WHEN i = 10000 THEN pg_terminate_backend(pg_backend_pid()) END AS x {Rows}",
            "--key", "id", "--id", "1");

        broken.AssertFailed(7, "KAP8036", "broke after", "terminating connection", "Nothing was written.");
        Assert.DoesNotContain("after 0 rows", broken.Error, StringComparison.Ordinal);
        Assert.Empty(await topic.RecordsAsync());
        CliResult again = await topic.ApplyAsync(
            "--query", $"SELECT i AS id, NULL AS x {Rows}", "--key", "id", "--id", "1");
        Assert.Contains("20,000 inserted", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_refused_ends_the_query_at_once()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync();

        // All rows of it would take hours.
        (await topic.ApplyAsync(
            "--query", "SELECT nullif(i, 5000) AS id FROM (SELECT generate_series(1, 100000000000) AS i) AS numbers",
            "--key", "id"))
            .AssertFailed(2, "KAP8002", "Row 5000 of the query has no key");
    }

    private static async Task AssertQueryFailedAsync(
        PostgresTopic topic, string query, int exitCode, string code, params string[] parts) =>
        (await topic.ApplyAsync("--query", query, "--key", "id")).AssertFailed(
            exitCode, code, [.. parts, "Nothing was written."]);
}
