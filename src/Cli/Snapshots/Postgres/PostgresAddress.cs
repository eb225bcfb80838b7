using System.Globalization;
using Npgsql;

namespace Kappa.Cli;

/// <summary>Where a database is and who asks, from what <c>--postgres</c> says.</summary>
/// <remarks>
/// Users of psql know three notations; all become Npgsql's. Npgsql takes PGUSER, PGPASSWORD, PGPASSFILE and ~/.pgpass
/// itself. Nothing here shows a password: messages have <see cref="Name"/>, and <see cref="Hide"/> covers the rest.
/// </remarks>
internal sealed class PostgresAddress
{
    private const string SocketDirectory = "/var/run/postgresql";

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>The database as messages name it: <c>shop on db.example:5432</c>.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"{Settings.Database ?? Settings.Username ?? "the default database"} on {Settings.Host}:{Settings.Port}");

    /// <summary>Reads a URI, settings as libpq writes them, or a connection string of Npgsql.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="environment">PGHOST, PGPORT and PGDATABASE stand in for what is not said.</param>
    /// <exception cref="KappaException">KAP8030: it is none of them.</exception>
    public static PostgresAddress Parse(string text, Func<string, string?> environment)
    {
        try
        {
            NpgsqlConnectionStringBuilder settings = IsUri(text)
                ? LibpqSettings.Of(LibpqUri.Split(text))
                : LibpqSettings.TrySplit(text) is { } pairs ? LibpqSettings.Of(pairs) : new(text);
            if (settings.Host?.Contains('=', StringComparison.Ordinal) ?? false)
            {
                throw new FormatException("a quote is not closed"); // The rest would be taken for the host, and shown.
            }

            settings.Host ??= environment("PGHOST") is { Length: > 0 } host ? host
                : Directory.Exists(SocketDirectory) ? SocketDirectory : "localhost";
            settings.Database ??= environment("PGDATABASE") is { Length: > 0 } database ? database : null;
            if (!settings.ShouldSerialize("Port") && environment("PGPORT") is { Length: > 0 } port)
            {
                settings["Port"] = port;
            }

            settings.ApplicationName ??= "kappa";
            settings.CommandTimeout = 0; // A dump takes as long as it takes; a dead peer shows by the keepalive.
            settings.TcpKeepAlive = true;
            settings.ClientEncoding = "UTF8";
            settings.Pooling = false;
            return new PostgresAddress(settings);
        }
        catch (Exception error) when (
            error is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            throw PostgresErrors.BadAddress(error);
        }
    }

    public static bool IsUri(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>A word of a command line as it may be shown: one that may hold a password is not.</summary>
    public static string Hide(string word) =>
        IsUri(word) || word.Contains("://", StringComparison.Ordinal) && word.Contains('@')
        || word.Contains("password", StringComparison.OrdinalIgnoreCase)
        || word.Contains("pwd=", StringComparison.OrdinalIgnoreCase)
            ? "(a connection, not shown)" : word;
}
