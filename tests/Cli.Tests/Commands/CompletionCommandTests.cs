using System.Diagnostics;

namespace Kappa.Cli.Tests;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("kappa ''", "store")]
    [InlineData("kappa to", "topic topology")]
    [InlineData("kappa topic c", "create consume")]
    [InlineData("kappa topic create --part", "--partitions")]
    [InlineData("kappa topic create flights --cl", "--cleanup")]
    [InlineData("kappa --verb", "--verbose")]
    [InlineData("kappa replay start --thr", "--throttle")]
    [InlineData("kappa nothing --x", "")]
    public async Task Bash_completes_commands_and_options(string line, string expected)
    {
        string script = (await Cli.RunAsync("completion", "bash")).Output;
        string[] words = line.Split(' ');

        string[] offered = await RunAsync(
            $"{script}\nCOMP_WORDS=({line})\nCOMP_CWORD={words.Length - 1}\n_kappa\necho \"${{COMPREPLY[@]}}\"");

        string[] wanted = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted.Order(StringComparer.Ordinal), words[^1] == "''"
            ? offered.Intersect(wanted) : offered.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Each_script_knows_every_command_with_its_options(string shell)
    {
        using var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            OpenInput = () => Stream.Null,
            Environment = _ => null,
        };

        CliResult script = await Cli.RunAsync("completion", shell);

        IReadOnlyList<CommandWords> words = CommandWords.Of(CommandLine.CreateRoot(context));
        Assert.Equal(0, script.ExitCode);
        Assert.Contains("kappa completion " + shell, script.Output, StringComparison.Ordinal);
        Assert.All(words, path => Assert.Contains(path.Path, script.Output, StringComparison.Ordinal));
        Assert.All(words, path => Assert.Contains(
            string.Join(' ', path.All), script.Output, StringComparison.Ordinal));
        Assert.All(words, path => Assert.Contains("--verbose", path.Options));
    }

    [Fact]
    public async Task Another_shell_is_wrong_usage() =>
        (await Cli.RunAsync("completion", "tcsh")).AssertFailed(2, "KAP7101", "'bash'", "--help");

    private static async Task<string[]> RunAsync(string script)
    {
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["--norc", "-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        string output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.Equal(0, bash.ExitCode);
        return output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
