using System.Text.Json;
using Npgsql;

namespace Kappa.Cli.Tests;

/// <summary>A database of a test, and a topic that takes its tables as snapshots.</summary>
internal sealed class PostgresTopic : IAsyncDisposable
{
    public const string Topic = "t";

    private readonly ScratchDirectory _scratch = new();

    private PostgresTopic(string connection)
    {
        Connection = connection;
        Source = NpgsqlDataSource.Create(connection);
    }

    public string Connection { get; }

    public string Uri => PostgresServer.Uri(Connection);

    public NpgsqlDataSource Source { get; }

    private string Data => _scratch.File("data");

    public static async Task<PostgresTopic> CreateAsync(params string[] sql)
    {
        var topic = new PostgresTopic(await PostgresServer.CreateDatabaseAsync());
        await topic.ExecuteAsync(sql);
        await topic.CreateTopicAsync(Topic);
        return topic;
    }

    public string File(string name) => _scratch.File(name);

    public async Task CreateTopicAsync(string name) => Assert.Equal(
        0, (await Cli.RunAsync("topic", "create", name, "--partitions", "2", "--dir", Data)).ExitCode);

    public async Task ExecuteAsync(params string[] sql)
    {
        foreach (string statement in sql)
        {
            await using NpgsqlCommand command = Source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    public Task<CliResult> ApplyAsync(params string[] more) => ApplyAsync(Uri, more);

    public Task<CliResult> ApplyAsync(string connection, string[] more) =>
        ApplyToAsync(Topic, ["--postgres", connection, .. more]);

    public Task<CliResult> ApplyToAsync(string topic, string[] more) =>
        Cli.RunAsync(["snapshot", "apply", topic, .. more, "--max-delete", "100%", "--dir", Data]);

    /// <summary>The rows at a moment, as JSON lines.</summary>
    public async Task<string[]> ShowAsync(string? asOf = null)
    {
        CliResult result = await Cli.RunAsync(
            ["snapshot", "show", Topic, "--dir", Data, .. asOf is null ? [] : new[] { "--as-of", asOf }]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The records of a topic: partition, key, value and operation.</summary>
    public async Task<string[]> RecordsAsync(string topic = Topic) =>
        [.. (await Cli.RunAsync("topic", "consume", topic, "--dir", Data)).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))
            .Where(record => record.TryGetProperty("key", out _)).Select(record =>
                $"{record.GetProperty("partition")} {record.GetProperty("key")} {record.GetProperty("value")} " +
                record.GetProperty("headers").GetProperty("kappa-operation"))];

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        _scratch.Dispose();
    }
}
