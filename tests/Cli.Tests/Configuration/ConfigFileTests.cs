namespace Kappa.Cli.Tests;

/// <summary>What a configuration file may be, and where it says that something is wrong.</summary>
public sealed class ConfigFileTests
{
    [Theory]
    [InlineData("http:\n  listen: 127.0.0.1:9000 # here\nkafka:\n  bootstrap.servers: b:9092\n")]
    [InlineData(
        "{\n  \"http\": { \"listen\": \"127.0.0.1:9000\" },\n  \"kafka\": {\"bootstrap.servers\": \"b:9092\"}\n}")]
    public void Yaml_and_json_say_the_same(string text)
    {
        IReadOnlyList<ConfigEntry> entries = ConfigFile.Parse("kappa.yaml", text);

        Assert.Equal(
            [("http.listen", "127.0.0.1:9000"), ("kafka.bootstrap.servers", "b:9092")],
            entries.Select(entry => (entry.Key, entry.Value)));
    }

    [Theory]
    [InlineData(""), InlineData("# nothing\n"), InlineData("http:\nkafka: ~\n"), InlineData("http:\n  listen:\n")]
    public void What_is_left_empty_is_not_set(string text) => Assert.Empty(ConfigFile.Parse("kappa.yaml", text));

    [Theory]
    [InlineData("http:\n  lisen: :1\n", "KAP7171",
        "kappa.yaml:2:3: there is no setting 'http.lisen'. Did you mean 'http.listen'?")]
    [InlineData("htp:\n  listen: :1\n", "KAP7171", "kappa.yaml:1:1: there is no setting 'htp'. Did you mean 'http'?")]
    [InlineData("processing: { threads: 0 }", "KAP7172",
        "kappa.yaml:1:24: '0' is no value for processing.threads: it must be a whole number from 1 to 1024.")]
    [InlineData("log:\n  level: loud", "KAP7172", "kappa.yaml:2:10: 'loud' is no value for log.level")]
    [InlineData("http:\n  listen: everywhere", "KAP7172", "kappa.yaml:2:11: 'everywhere' is no value for http.listen")]
    [InlineData("log:\n  level: error\n  level: error", "KAP7171", "kappa.yaml:3:3: 'level' is set twice")]
    [InlineData("log: {}\nlog: {}", "KAP7171", "kappa.yaml:2:1: 'log' is set twice")]
    [InlineData("http: 8088", "KAP7171", "kappa.yaml:1:7: names and values are expected here")]
    [InlineData("http:\n  listen: [a, b]", "KAP7171", "kappa.yaml:2:11: http.listen needs a plain value")]
    [InlineData("http: {", "KAP7171", "this is no YAML")]
    [InlineData("log: {}\n---\nlog: {}", "KAP7171", "a second document begins here")]
    public void What_is_wrong_is_told_with_line_and_column(string text, string code, string says)
    {
        var error = Assert.Throws<KappaException>(() => ConfigFile.Parse("kappa.yaml", text));

        Assert.Equal((code, ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("["), InlineData("{a: "), InlineData("- ")]
    public void A_file_of_brackets_alone_is_refused_and_takes_no_stack(string bracket) =>
        Assert.Equal("KAP7171", Assert.Throws<KappaException>(
            () => ConfigFile.Parse("kappa.yaml", string.Concat(Enumerable.Repeat(bracket, 20_000)))).Code);
}
