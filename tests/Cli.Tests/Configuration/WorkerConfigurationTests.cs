namespace Kappa.Cli.Tests;

/// <summary>What counts where a setting is given more than once, and what the settings may not be together.</summary>
public sealed class WorkerConfigurationTests : IDisposable
{
    private readonly ScratchDirectory _directory = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_variable_goes_before_the_file_and_the_file_before_the_default()
    {
        _variables["KAPPA_LOG__LEVEL"] = "error";
        WorkerConfiguration configuration = Load("log:\n  level: warning\nprocessing: { threads: 3 }");

        Assert.Equal(new SettingValue("error", "KAPPA_LOG__LEVEL"), configuration.Shown(SettingList.LogLevel));
        Assert.Equal(3, configuration.Number(SettingList.Threads));
        Assert.Equal(new SettingValue(null, "default"), configuration.Shown(SettingList.Listen));
    }

    [Fact]
    public void A_variable_of_before_still_counts_below_the_new_one()
    {
        _variables["KAPPA_HTTP"] = "127.0.0.1:1";
        Assert.Equal("127.0.0.1:1", Load("").Text(SettingList.Listen));

        _variables["KAPPA_HTTP__LISTEN"] = "127.0.0.1:2";
        Assert.Equal("127.0.0.1:2", Load("").Text(SettingList.Listen));
    }

    [Fact]
    public void A_variable_that_is_no_value_is_named()
    {
        _variables["KAPPA_PROCESSING__THREADS"] = "many";

        AssertRefused("KAP7172", "KAPPA_PROCESSING__THREADS: 'many' is no value", () => Load(""));
    }

    [Fact]
    public void Secrets_come_from_a_file_a_variable_or_a_credential_of_systemd()
    {
        string file = Secret("password", "from-file\n");
        Secret("broker", "from-credential");
        _variables["SECRET"] = "from-variable";
        _variables["CREDENTIALS_DIRECTORY"] = _directory.Path;

        Dictionary<string, string> kafka = Load(
            $"kafka:\n  a: ${{file:{file}}}\n  b: ${{env:SECRET}}\n  c: ${{credential:broker}}").Kafka();

        Assert.Equal(["from-file", "from-variable", "from-credential"], [kafka["a"], kafka["b"], kafka["c"]]);
    }

    [Fact]
    public void A_secret_that_others_can_read_is_refused()
    {
        string file = Secret("password", "canary", UnixFileMode.OtherRead);

        AssertRefused("KAP7174", $"chmod 600 {file}", () => Load($"kafka:\n  a: ${{file:{file}}}").Kafka());
    }

    [Theory]
    [InlineData("${file:/does/not/exist}", "/does/not/exist"), InlineData("${env:NO_SUCH}", "NO_SUCH is not set")]
    [InlineData("${credential:x}", "CREDENTIALS_DIRECTORY is not set"), InlineData("${vault:x}", "write ${file:PATH}")]
    [InlineData("${credential:../x}", "write ${file:PATH}")]
    public void A_secret_that_is_not_there_is_told_with_its_place(string reference, string says) =>
        AssertRefused("KAP7174", says, () => Load($"kafka:\n  sasl.password: {reference}").Kafka());

    [Theory]
    [InlineData("processing: { takeOver: true }", "no cluster is named")]
    [InlineData("kafka: { security.protocol: SSL }", "kafka.bootstrap.servers is not")]
    [InlineData("http: { listen: '0.0.0.0:8088' }", "http.insecure is not true")]
    public void Settings_that_contradict_each_other_are_refused(string text, string says) =>
        AssertRefused("KAP7173", says, () => Load(text).Validate());

    [Theory]
    [InlineData("processing: { takeOver: true }\nkafka: { bootstrap.servers: 'b:1' }")]
    [InlineData("http: { listen: '0.0.0.0:8088', insecure: true }")]
    public void Settings_that_go_together_are_taken(string text) => Load(text).Validate();

    private static void AssertRefused(string code, string says, Action action)
    {
        var error = Assert.Throws<KappaException>(action);
        Assert.Equal((code, ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }

    private string Secret(string name, string text, UnixFileMode others = UnixFileMode.None)
    {
        string file = _directory.File(name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        }

        return file;
    }

    private WorkerConfiguration Load(string text)
    {
        string file = _directory.File("kappa.yaml");
        File.WriteAllText(file, text);
        using var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            OpenInput = () => Stream.Null,
            Environment = _variables.GetValueOrDefault,
        };
        return WorkerConfiguration.Load(context, file);
    }
}
