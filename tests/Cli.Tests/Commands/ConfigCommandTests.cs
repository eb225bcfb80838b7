namespace Kappa.Cli.Tests;

/// <summary><c>kappa config</c>, and <c>kappa run</c> with a configuration file.</summary>
public sealed class ConfigCommandTests : IDisposable
{
    private readonly ScratchDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_file_is_written_once_and_is_right_as_it_is()
    {
        string file = _directory.File("kappa.yaml");

        Assert.Equal(0, (await Cli.RunAsync("config", "init", file)).ExitCode);
        Assert.Equal("The configuration is right.\n", (await Cli.RunAsync("config", "validate", file)).Output);
        (await Cli.RunAsync("config", "init", file)).AssertFailed(78, "KAP7170", "Nothing was overwritten");
    }

    [Fact]
    public async Task Each_value_is_shown_with_where_it_is_from()
    {
        string file = Write("http:\n  listen: 127.0.0.1:9000\n");

        CliResult shown = await Cli.RunAsync("config", "show", file, "--origin");

        string line = shown.Output.Split('\n').Single(row => row.Contains("http.listen", StringComparison.Ordinal));
        Assert.Contains("127.0.0.1:9000", line, StringComparison.Ordinal);
        Assert.Contains("kappa.yaml:2:11", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show"), InlineData("validate")]
    public async Task No_secret_is_shown(string command)
    {
        string secret = _directory.File("secret");
        await File.WriteAllTextAsync(secret, "canary-of-the-file", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        }

        string file = Write(
            "kafka:\n  bootstrap.servers: b:1\n  sasl.password: canary-in-clear\n  ssl.key.pem: canary-too\n" +
            $"  sasl.username: ${{file:{secret}}}\n");

        CliResult result = await Cli.RunAsync("config", command, file);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("canary", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_takes_its_settings_from_the_file_and_does_not_start_where_it_is_wrong()
    {
        string wrong = Write("http:\n  lisen: 127.0.0.1:0\n");
        (await Cli.RunAsync("run", "none.dll", "--config", wrong)).AssertFailed(78, "KAP7171", ":2:3:");

        string none = Write("");
        (await Cli.RunAsync("run", "none.dll", "--config", none)).AssertFailed(2, "KAP7101", "state.dir");

        string right = Write($"state:\n  dir: {_directory.File("state")}\n");
        (await Cli.RunAsync("run", "none.dll", "--config", right)).AssertFailed(3, "KAP5205", "none.dll");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told() =>
        (await Cli.RunAsync("config", "validate", _directory.File("no.yaml"))).AssertFailed(78, "KAP7170", "no.yaml");

    private string Write(string text)
    {
        string file = _directory.File("kappa.yaml");
        File.WriteAllText(file, text);
        return file;
    }
}
