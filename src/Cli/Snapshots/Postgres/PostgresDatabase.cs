using Npgsql;

namespace Kappa.Cli;

/// <summary>One view of a database: a transaction that reads only, and sees nothing that comes later.</summary>
/// <remarks>
/// Values come as PostgreSQL writes them, so numbers keep all their digits and no type is unknown; the settings make
/// that one notation whatever the server's are.
/// </remarks>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>Also of a transaction that a query would begin after it has ended this one.</summary>
    private const string ReadOnly = "SET default_transaction_read_only = on";

    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private const string Notation =
        "SELECT now(), set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true), " +
        "set_config('IntervalStyle', 'iso_8601', true), set_config('bytea_output', 'hex', true), " +
        "set_config('extra_float_digits', '3', true)";

    private const string Table =
        "SELECT format('%I.%I', n.nspname, c.relname), CASE WHEN c.reltuples > 0 THEN c.reltuples::float8 END, " +
        "ARRAY(SELECT a.attname::text FROM pg_constraint p " +
        "CROSS JOIN LATERAL unnest(p.conkey) WITH ORDINALITY AS k (number, place) " +
        "JOIN pg_attribute a ON a.attrelid = p.conrelid AND a.attnum = k.number " +
        "WHERE p.conrelid = c.oid AND p.contype = 'p' ORDER BY k.place) " +
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace " +
        "WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')";

    private const string SameName =
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace " +
        "WHERE lower(c.relname) = lower($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1 LIMIT 1";

    private readonly NpgsqlConnection _connection;
    private DateTime _begun;

    /// <summary>Statements go to the server as they are: several in one are refused there.</summary>
    static PostgresDatabase() => AppContext.SetSwitch("Npgsql.EnableSqlRewriting", false);

    private PostgresDatabase(PostgresAddress address)
    {
        Address = address;
        _connection = new NpgsqlConnection(address.Settings.ConnectionString);
    }

    public PostgresAddress Address { get; }

    /// <summary>Connects, and begins the transaction.</summary>
    /// <exception cref="KappaException">
    /// KAP8031: it cannot be reached. KAP8032: it does not let this user in. KAP8033: there is no such database.
    /// </exception>
    public static async Task<PostgresDatabase> OpenAsync(PostgresAddress address, CancellationToken cancellationToken)
    {
        var database = new PostgresDatabase(address);
        try
        {
            await database._connection.OpenAsync(cancellationToken);
            await database.ExecuteAsync(ReadOnly, cancellationToken);
            await database.ExecuteAsync(Begin, cancellationToken);
            database._begun = (DateTime)(await database.ExecuteAsync(Notation, cancellationToken))!;
            return database;
        }
        catch (Exception error)
        {
            await database.DisposeAsync();
            if (error is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
            {
                throw PostgresErrors.Connect(address, error);
            }

            throw;
        }
    }

    /// <summary>Finds a table by the name that SQL would take.</summary>
    /// <exception cref="KappaException">KAP8033: there is none.</exception>
    public async Task<PostgresTable> FindTableAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(Table, _connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                if (await reader.ReadAsync(cancellationToken))
                {
                    return new PostgresTable(
                        reader.GetString(0), reader.GetFieldValue<string[]>(2),
                        await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetDouble(1));
                }
            }

            command.CommandText = SameName;
            command.Parameters[0].Value = name.Split('.')[^1].Trim('"');
            throw PostgresErrors.NoTable(
                Address, name, (string?)await command.ExecuteScalarAsync(cancellationToken));
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidName)
        {
            throw PostgresErrors.NoTable(Address, name, null);
        }
        catch (NpgsqlException error)
        {
            throw PostgresErrors.Query(Address, error, sql: null, rows: 0);
        }
    }

    /// <summary>
    /// When the transaction began, by the clock that changes are captured with; one that is ahead does not count.
    /// </summary>
    public DateTimeOffset BegunBy(TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        return _begun < now ? new DateTimeOffset(_begun, TimeSpan.Zero) : now;
    }

    /// <summary>A query whose values come as text.</summary>
    public NpgsqlCommand Query(string sql) => new(sql, _connection) { AllResultTypesAreUnknown = true };

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<object?> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
