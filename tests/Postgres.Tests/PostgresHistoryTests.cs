using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Kappa.Cli.Tests;

/// <summary>Snapshots of a database that others write to: each is one view of it, and each comes back.</summary>
public sealed class PostgresHistoryTests
{
    private const int Accounts = 500;
    private const int Writers = 3;

    [Fact]
    public async Task A_snapshot_amid_transfers_is_one_view_of_the_database()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL)",
            $"INSERT INTO accounts SELECT i, 100 FROM generate_series(1, {Accounts}) AS i",
            "CREATE TABLE transfers (number serial PRIMARY KEY)",
            // Volatile, so that in another kind of transaction each call would see what was committed by then.
            "CREATE FUNCTION done() RETURNS bigint LANGUAGE plpgsql VOLATILE AS " +
            "'BEGIN RETURN (SELECT count(*) FROM transfers); END'");
        Random random = Seed.Random(out int seed);
        using var ended = new CancellationTokenSource();
        using var moved = new SemaphoreSlim(0);
        Task[] writers = [.. Enumerable.Range(0, Writers)
            .Select(_ => TransferAsync(topic, new Random(random.Next()), moved, ended.Token))];
        List<long> done = [];

        for (int i = 0; i < 6; i++)
        {
            await moved.WaitAsync();
            CliResult applied = await topic.ApplyAsync(
                "--query", "SELECT id, balance, done() AS done FROM accounts", "--key", "id", "--id", $"{i}");
            Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
            while (await moved.WaitAsync(0))
            {
            }

            done.AddRange((await topic.ShowAsync($"{i}")).Select(row => Field(row, "done")).Distinct());
        }

        await ended.CancelAsync();
        await Task.WhenAll(writers);
        for (int i = 0; i < 6; i++)
        {
            string[] rows = await topic.ShowAsync($"{i}");
            Assert.True(100L * Accounts == rows.Sum(row => Field(row, "balance")), $"seed {seed}, snapshot {i}");
        }

        Assert.Equal(6, done.Count); // One number in all rows of a snapshot,
        Assert.Equal(done.Distinct().Order(), done); // and a higher one in each: they moved on meanwhile.
    }

    [Fact]
    public async Task A_random_history_of_a_table_comes_back_dump_by_dump_and_only_its_changes_are_written()
    {
        await using PostgresTopic topic = await PostgresTopic.CreateAsync(
            "CREATE TABLE t (id int PRIMARY KEY, n numeric(12, 3), s text, at timestamptz, tags text[], j jsonb)");
        Random random = Seed.Random(out int seed);
        List<string[]> dumps = [];
        for (int i = 0; i < 8; i++)
        {
            await ChangeAsync(topic, random);
            string[] before = dumps.Count == 0 ? [] : dumps[^1];
            int written = (await topic.RecordsAsync()).Length;

            CliResult applied = await topic.ApplyAsync("--table", "t", "--id", $"{i}");

            Assert.True(applied.ExitCode == 0, $"seed {seed}: {applied.Error}");
            string[] dump = await DumpAsync(topic);
            int changes = dump.Except(before).Concat(before.Except(dump)).DistinctBy(row => Field(row, "id")).Count();
            Assert.True(changes == (await topic.RecordsAsync()).Length - written, $"seed {seed}, snapshot {i}");
            dumps.Add(dump);
        }

        for (int i = 0; i < dumps.Count; i++)
        {
            Assert.True(
                dumps[i].Order(StringComparer.Ordinal).SequenceEqual(
                    (await topic.ShowAsync($"{i}")).Order(StringComparer.Ordinal)),
                $"seed {seed}, snapshot {i}");
        }
    }

    /// <summary>Moves money until it is told to end; a deadlock is the loser's to try again.</summary>
    private static async Task TransferAsync(
        PostgresTopic topic, Random random, SemaphoreSlim moved, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection =
                    await topic.Source.OpenConnectionAsync(CancellationToken.None);
                await using NpgsqlTransaction transaction =
                    await connection.BeginTransactionAsync(CancellationToken.None);
                await using NpgsqlCommand command = connection.CreateCommand();
                command.CommandText = string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    UPDATE accounts SET balance = balance - 7 WHERE id = {random.Next(Accounts) + 1};
                    UPDATE accounts SET balance = balance + 7 WHERE id = {random.Next(Accounts) + 1};
                    INSERT INTO transfers DEFAULT VALUES
                    """);
                foreach (string statement in command.CommandText.Split(';'))
                {
                    command.CommandText = statement;
                    await command.ExecuteNonQueryAsync(CancellationToken.None);
                }

                await transaction.CommitAsync(CancellationToken.None);
                moved.Release();
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
            }
        }
    }

    private static async Task ChangeAsync(PostgresTopic topic, Random random)
    {
        for (int change = random.Next(15); change > 0; change--)
        {
            int id = random.Next(20);
            string n = random.Next(5) == 0 ? "NULL" : string.Create(
                CultureInfo.InvariantCulture, $"{random.Next(3)}.{random.Next(2)}00");
            string s = random.Next(5) == 0 ? "NULL" : $"'t{random.Next(3)} \" \\ ,'";
            await topic.ExecuteAsync(random.Next(3) == 0
                ? $"DELETE FROM t WHERE id = {id}"
                : $"INSERT INTO t VALUES ({id}, {n}, {s}, '2026-11-0{random.Next(1, 9)} 01:02:03.5+02', " +
                  $"array[{s}, 'x'], '{{\"b\": {random.Next(2)}.0, \"a\": null}}') ON CONFLICT (id) DO UPDATE SET " +
                  "n = excluded.n, s = excluded.s, at = excluded.at, tags = excluded.tags, j = excluded.j");
        }
    }

    /// <summary>The rows as the server itself says them in JSON, canonical.</summary>
    private static async Task<string[]> DumpAsync(PostgresTopic topic)
    {
        await using NpgsqlCommand command = topic.Source.CreateCommand(
            "SELECT row_to_json(r)::text FROM (SELECT at AT TIME ZONE 'UTC' || '' AS at, id, j, " +
            "trim_scale(n) AS n, s, tags FROM t) AS r");
        List<string> rows = [];
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new Kappa.Snapshots.CanonicalRow();
            string json = reader.GetString(0);
            JsonElement at = JsonElement.Parse(json).GetProperty("at");
            string time = at.GetString()!;
            json = json.Replace(time, $"{time.Replace(' ', 'T')}Z", StringComparison.Ordinal);
            Assert.Null(row.Read(System.Text.Encoding.UTF8.GetBytes(json)));
            rows.Add(System.Text.Encoding.UTF8.GetString(row.Value));
        }

        return [.. rows];
    }

    private static long Field(string row, string name) => JsonElement.Parse(row).GetProperty(name).GetInt64();
}
