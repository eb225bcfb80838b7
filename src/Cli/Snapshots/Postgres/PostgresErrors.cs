using System.Net.Sockets;
using Npgsql;

namespace Kappa.Cli;

/// <summary>The errors of a database as a source, worded in one place. None shows a password.</summary>
internal static class PostgresErrors
{
    private const string Nothing = "Nothing was written.";
    private const string PasswordPlaces = "PGPASSWORD, in ~/.pgpass, or in the connection";

    public static KappaException BadAddress(Exception cause) => new(
        "KAP8030", ExitCodes.Usage,
        $"--postgres names no database: {Reason(cause)}. Write it as postgres://user@host:5432/database, as " +
        "'host=db user=me dbname=shop', or as a connection string of Npgsql such as 'Host=db;Username=me;" +
        "Database=shop'.");

    public static KappaException SourceIsAddress() => new(
        "KAP8030", ExitCodes.Usage,
        "SOURCE is the address of a database. Say --postgres before it, and --table NAME or --query SQL.");

    public static KappaException Connect(PostgresAddress address, Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => NoDatabase(address),
        PostgresException { SqlState: var state } refused when IsLogin(state) => NotAllowed(
            address, refused.MessageText, $"Correct the user, or give the password with {PasswordPlaces}."),
        PostgresException refused => Unreachable(address, $"{refused.MessageText} ({refused.SqlState})", error),
        NpgsqlException { InnerException: null } needs when needs.Message.Contains(
            "password", StringComparison.OrdinalIgnoreCase) => NotAllowed(
            address, "it wants a password, and none was given", $"Give it with {PasswordPlaces}."),
        _ => Unreachable(address, error.InnerException switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain } =>
                $"no host is called {address.Settings.Host}",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nothing listens there",
            TimeoutException => "it did not answer in time",
            { } inner => inner.Message,
            null => error.Message,
        }, error),
    };

    /// <summary>What stopped a query.</summary>
    /// <param name="address">The database.</param>
    /// <param name="error">The error.</param>
    /// <param name="sql">The query, where a user typed it; else null.</param>
    /// <param name="rows">Rows that have come.</param>
    public static KappaException Query(PostgresAddress address, Exception error, string? sql, long rows) =>
        error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } writes => new KappaException(
                "KAP8035", ExitCodes.Refused,
                $"The query would change {address.Name}: {writes.MessageText}. Kappa reads in a transaction that " +
                $"reads only. {Nothing} Give a query that only reads.", error),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied => NotAllowed(
                address, denied.MessageText,
                $"Let it read: GRANT SELECT ON ... TO {address.Settings.Username ?? "the user"}."),
            PostgresException wrong when !IsEnd(wrong.SqlState) => Refused(address, wrong, sql),
            _ => new KappaException(
                "KAP8036", ExitCodes.Unreachable,
                $"The connection to {address.Name} broke after {rows:N0} rows: " +
                $"{(error as PostgresException)?.MessageText ?? error.InnerException?.Message ?? error.Message}. " +
                $"{Nothing} Look at the server's log, and apply the snapshot again.", error),
        };

    public static KappaException NoTable(PostgresAddress address, string table, string? same) => new(
        "KAP8033", ExitCodes.NotFound,
        $"There is no table '{table}' in {address.Name}" +
        (same is null ? "" : $"; {same} is there") + $". {Nothing} Name it as in SQL, with its schema where that is " +
        "not in the search path, and with quotes where it has capital letters: --table 'shop.\"Orders\"'.");

    public static KappaException NoColumns() => new(
        "KAP8037", ExitCodes.Usage,
        $"The query gives no table. {Nothing} Give a SELECT, or name a table with --table.");

    public static KappaException ColumnTwice(string name, int first, int second) => new(
        "KAP8037", ExitCodes.Usage,
        $"Columns {first} and {second} of the query are both called '{name}', and a row has one field of a name. " +
        $"{Nothing} Call one of them otherwise: SELECT ... AS \"{name}_2\".");

    public static KappaException NoPrimaryKey(PostgresAddress address, PostgresTable table) => new(
        "KAP8038", ExitCodes.Usage,
        $"{table.Name} in {address.Name} has no primary key, so what a row's key is has to be said. {Nothing} Name " +
        "the columns that tell its rows apart with --key FIELD,...");

    private static KappaException NoDatabase(PostgresAddress address) => new(
        "KAP8033", ExitCodes.NotFound,
        $"There is no database {address.Name}. {Nothing} Correct its name in --postgres; psql -l lists those that " +
        "are there.");

    private static KappaException NotAllowed(PostgresAddress address, string reason, string remedy) => new(
        "KAP8032", ExitCodes.NotAllowed, $"{address.Name} does not let this user read: {reason}. {Nothing} {remedy}");

    private static KappaException Unreachable(PostgresAddress address, string reason, Exception error) => new(
        "KAP8031", ExitCodes.Unreachable,
        $"{address.Name} cannot be reached: {reason.TrimEnd('.')}. {Nothing} Correct --postgres, or start the server.",
        error);

    private static KappaException Refused(PostgresAddress address, PostgresException error, string? sql)
    {
        string place = sql is null || error.Position == 0 ? "" : $", {Place(sql, error.Position)}";
        string hint = error.Hint is { Length: > 0 } given ? $" {given.TrimEnd('.')}." : "";
        string remedy = sql is null ? "Read the table with --query instead." : "Correct --query.";
        return new KappaException(
            "KAP8034", ExitCodes.Usage,
            $"{address.Name} refuses the query: {error.MessageText} ({error.SqlState}){place}.{hint} {Nothing} " +
            remedy, error);
    }

    /// <summary>Where in a query a character is, and what stands there.</summary>
    private static string Place(string sql, int position)
    {
        int at = Math.Clamp(position - 1, 0, sql.Length);
        int start = sql.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        string line = sql[Math.Min(start, at)..].Split('\n')[0].TrimEnd();
        int number = sql.AsSpan(0, at).Count('\n') + 1;
        string where = number == 1 && !sql.Contains('\n', StringComparison.Ordinal) ? "" : $"line {number}, ";
        return $"{where}character {at - Math.Min(start, at) + 1} of '{Printable.Of(line)}'";
    }

    /// <summary>Class 28: a user that is not let in.</summary>
    private static bool IsLogin(string state) => state.StartsWith("28", StringComparison.Ordinal);

    /// <summary>Class 57P and 08: a server that goes, or a lost connection.</summary>
    private static bool IsEnd(string state) =>
        state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal);

    /// <summary>Of Npgsql's and .NET's errors only what names a setting: the rest may quote what was typed.</summary>
    private static string Reason(Exception cause) => cause is ArgumentException { ParamName: { Length: > 0 } setting }
        ? $"'{setting}' is no setting that it has, or has no such value" : "it cannot be read";
}
