using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>A dump that a database gives: a table, or what a query finds.</summary>
/// <param name="context">Where to say how far it is.</param>
/// <param name="database">The database; it goes with the dump.</param>
/// <param name="table">The table; null where there is a query.</param>
/// <param name="query">The query; null where there is a table.</param>
/// <param name="topic">The topic, for messages.</param>
internal sealed class PostgresDump(
    CliContext context, PostgresDatabase database, PostgresTable? table, string? query, string topic)
    : ISnapshotSource, IAsyncDisposable
{
    private readonly string _name = table?.Name ?? "the query";

    public Task ReadAsync(ISnapshotRows rows, CancellationToken cancellationToken)
    {
        var records = new PostgresRecords(
            database, query ?? $"SELECT * FROM {table!.Name}", query is not null, table?.Rows);
        return SnapshotProgress.ShowAsync(context, topic, $"Reading {_name}", progress =>
        {
            progress.Share = () => records.Share;
            return records.ReadAsync(new SnapshotLines(rows, 0, progress), cancellationToken);
        });
    }

    public string Describe(long place) => $"row {place} of {_name}";

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
