using System.Diagnostics;
using System.Globalization;
using Kappa.Cli.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Kappa.Cli.Tests;

/// <summary>
/// A PostgreSQL of these tests, from Debian's package: its own data, its own port. Where there is no such package,
/// tests are skipped by name and reason. As root it runs as the user of the package, since it refuses root.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string User = "kappa";
    public const string Password = "p@ss;w'ord";

    private const string Packages = "/usr/lib/postgresql";
    private const string Ready = "database system is ready to accept connections";

    private static int _databases;
    private static int _port;
    private static string? _reason;

    private readonly string _directory = Directory.CreateTempSubdirectory("kappa-postgres-").FullName;
    private Process? _server;

    /// <summary>Makes a database for a test, and gives the connection to it.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        Assert.SkipWhen(_reason is not null, _reason ?? "");
        string name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using NpgsqlDataSource server = NpgsqlDataSource.Create(Connection("postgres"));
        await using NpgsqlCommand command = server.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return Connection(name);
    }

    /// <summary>The connection to a database; another password or port where one is given.</summary>
    public static string Connection(string database, string password = Password, int? port = null) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port ?? _port,
            Username = User,
            Password = password,
            Database = database,
            Pooling = false,
        }.ConnectionString;

    /// <summary>The same as a URI.</summary>
    public static string Uri(string connection, string? password = Password) => string.Create(
        CultureInfo.InvariantCulture,
        $"postgres://{User}{(password is null ? "" : $":{System.Uri.EscapeDataString(password)}")}@127.0.0.1:{_port}/" +
        $"{new NpgsqlConnectionStringBuilder(connection).Database}");

    public async ValueTask InitializeAsync()
    {
        string? programs = Directory.Exists(Packages)
            ? Directory.GetDirectories(Packages).Order(StringComparer.Ordinal).Select(version => $"{version}/bin")
                .LastOrDefault(Directory.Exists) : null;
        if (programs is null)
        {
            _reason = "There is no PostgreSQL: apt-get install postgresql.";
            return;
        }

        string data = Path.Combine(_directory, "data");
        string passwordFile = Path.Combine(_directory, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(Start("chown", "-R", "postgres", _directory));
        }

        await RunAsync(AsUser(
            $"{programs}/initdb", "-D", data, "-U", User, $"--pwfile={passwordFile}", "-A", "scram-sha-256",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"));
        _port = FreePorts.Take();
        _server = Process.Start(AsUser(
            $"{programs}/postgres", "-D", data, "-k", _directory, "-c", $"port={_port}", "-c", "fsync=off",
            "-c", "listen_addresses=127.0.0.1", "-c", "log_min_messages=log"))!;
        await WaitAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // SIGINT closes the sessions and ends it; SIGTERM would wait for them.
            await RunAsync(Start("kill", "-INT", _server.Id.ToString(CultureInfo.InvariantCulture)));
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Waits for the line that says so; what comes after it is read too, else it would stand still.</summary>
    private static async Task WaitAsync(Process server)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> lines = [];
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, said) =>
        {
            lines.Add(said.Data ?? "(it ended)");
            if (said.Data is null)
            {
                ready.TrySetException(new InvalidOperationException(string.Join('\n', lines)));
            }
            else if (said.Data.Contains(Ready, StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>setpriv becomes the program, so that its process is the one that was started.</summary>
    private static ProcessStartInfo AsUser(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? Start("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments])
            : Start(program, arguments);

    private static ProcessStartInfo Start(string program, params string[] arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    };

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{start.FileName} ended with {process.ExitCode}: {errors}{await output}");
        }
    }
}
