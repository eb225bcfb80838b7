using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kappa.Cli;

/// <summary>The options that name a table, or a query, of a database.</summary>
internal sealed class PostgresOptions
{
    private readonly Option<string?> _address = new("--postgres")
    {
        Description = "A PostgreSQL to read from instead of SOURCE: a postgres:// URI, or settings as psql or Npgsql " +
            "take them. The password may be in PGPASSWORD or ~/.pgpass instead.",
        HelpName = "CONNECTION",
    };

    private readonly Option<string?> _table = new("--table")
    {
        Description = "The table to read, as SQL names it. --key is its primary key unless said.",
        HelpName = "[SCHEMA.]NAME",
    };

    private readonly Option<string?> _query = new("--query")
    {
        Description = "The query whose rows are the dump, instead of a table.",
        HelpName = "SQL",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_table);
        command.Options.Add(_query);
    }

    /// <summary>Whether a database is named.</summary>
    public bool IsGiven(SymbolResult result) => result.GetValue(_address) is not null;

    /// <summary>What does not go together; null where all does.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="hasKey">Whether the key is named.</param>
    public string? Error(SymbolResult result, bool hasKey)
    {
        bool hasQuery = result.GetValue(_query) is not null;
        int what = (result.GetValue(_table) is not null ? 1 : 0) + (hasQuery ? 1 : 0);
        return (IsGiven(result), what) switch
        {
            (false, > 0) => "--table and --query say what to read from --postgres: say which database.",
            (true, not 1) => "--postgres goes with --table or with --query, and with one of them.",
            (true, _) when hasQuery && !hasKey => "A query says nothing of keys: name the fields with --key.",
            _ => null,
        };
    }

    /// <summary>Connects, and finds the table and its key.</summary>
    /// <param name="context">PGHOST, PGPORT and PGDATABASE; where to say how far it is.</param>
    /// <param name="parsed">What was typed.</param>
    /// <param name="topic">The topic, for messages.</param>
    /// <param name="key">The fields that were named; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KappaException">
    /// KAP8030 to KAP8033: there is no such database or table, or it is not to be reached. KAP8038: no key.
    /// </exception>
    public async Task<SnapshotDump> OpenAsync(
        CliContext context, ParseResult parsed, string topic, IReadOnlyList<string>? key,
        CancellationToken cancellationToken)
    {
        var address = PostgresAddress.Parse(parsed.GetValue(_address)!, context.Environment);
        PostgresDatabase database = await PostgresDatabase.OpenAsync(address, cancellationToken);
        try
        {
            PostgresTable? table = parsed.GetValue(_table) is { } name
                ? await database.FindTableAsync(name, cancellationToken) : null;
            IReadOnlyList<string> fields = key ?? table!.Key;
            return fields.Count > 0
                ? new SnapshotDump(
                    new PostgresDump(context, database, table, parsed.GetValue(_query), topic), fields,
                    database.BegunBy(context.Time))
                : throw PostgresErrors.NoPrimaryKey(address, table!);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
