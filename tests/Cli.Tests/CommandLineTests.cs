using System.CommandLine;

namespace Kappa.Cli.Tests;

public sealed class CommandLineTests
{
    /// <summary>A key may begin with @: it names no file of further words.</summary>
    [Fact]
    public async Task A_word_that_begins_with_an_at_sign_is_a_word()
    {
        CliResult result = await Cli.RunAsync("explain", "@nothing");

        Assert.Equal(3, result.ExitCode); // No such code.
        Assert.Contains("@nothing", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        CliResult result = await Cli.RunAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^kappa \d+\.\d+\.\d+\S* \(\.NET 10[^)]*\)\s*$", result.Output);
    }

    [Theory]
    [InlineData("demoo", "Did you mean 'demo'?")]
    [InlineData("stor", "Did you mean 'store'?")]
    [InlineData("topic lst", "Did you mean 'ls'?")]
    [InlineData("topic consme flights", "Did you mean 'consume'?")]
    [InlineData("store scan a b --limt 3", "Did you mean '--limit'?")]
    [InlineData("frobnicate", "`kappa` has the commands demo, run, new, dev, status,")]
    [InlineData("log frobnicate", "`kappa log` has the commands inspect, verify.")]
    [InlineData("run x --dir y --threads four", "'four' for option '--threads'")]
    [InlineData("bench count --records many", "'many' for option '--records'")]
    [InlineData("replay diff x one two", "'one'")]
    [InlineData("topic describe --dirr", "Did you mean '--dir'?")]
    [InlineData("run --nonsense --dir y", "'--nonsense' is no option of `kappa run`")]
    [InlineData("replay abort x --reason --yess", "Did you mean '--yes'?")]
    [InlineData("run -http none x --dir y", "'-http' is no option of `kappa run`")]
    [InlineData("topic -hidden", "'-hidden' is no option of `kappa topic`")]
    [InlineData("topic create x", "--partitions")]
    [InlineData("topic create x --partitions four", "four")]
    [InlineData("store get a b", "KEY")]
    [InlineData("store ls -o yaml", "yaml")]
    [InlineData("run x --dir y --threads 0", "--threads")]
    public async Task Wrong_usage_is_exit_2_with_the_nearest_name(string arguments, string part) =>
        (await Cli.RunAsync(arguments.Split(' '))).AssertFailed(2, "KAP7101", part, "--help");

    [Theory]
    [InlineData("--dir", "demo --dir @")]
    [InlineData("--dir", "bench count --dir @")]
    [InlineData("--properties", "topic ls --bootstrap localhost:1 --properties @")]
    [InlineData("PROJECT|DLL", "run @ --dir x")]
    [InlineData("NAME", "topic describe @ --dir x")]
    public async Task A_value_that_is_empty_is_wrong_usage(string name, string line) =>
        (await Cli.RunAsync([.. line.Split(' ').Select(word => word == "@" ? "" : word)]))
            .AssertFailed(2, "KAP7101", $"{name} is empty", "--help");

    [Fact]
    public async Task Every_help_begins_with_examples_that_the_parser_takes()
    {
        using var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            OpenInput = () => Stream.Null,
            Environment = _ => null,
        };
        Command root = CommandLine.CreateRoot(context);
        foreach (string[] path in Paths(root, []))
        {
            CliResult help = await Cli.RunAsync([.. path, "--help"]);

            Assert.Equal(0, help.ExitCode);
            Assert.StartsWith("Examples:", help.Output, StringComparison.Ordinal);
            IEnumerable<string> examples = help.Output.Split('\n').Skip(1)
                .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf("kappa ", StringComparison.Ordinal)..]);
            Assert.NotEmpty(examples);
            Assert.All(examples, example => Assert.Empty(root.Parse(example["kappa ".Length..]).Errors));
        }
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path) =>
        command.Subcommands.SelectMany(sub => Paths(sub, [.. path, sub.Name])).Prepend(path);
}
