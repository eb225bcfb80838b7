namespace Kappa.Cli.Tests;

public sealed class ExplainCommandTests
{
    [Theory]
    [InlineData("KAP1001")]
    [InlineData("kap1001")]
    [InlineData("1001")]
    public async Task A_code_is_explained_as_the_page_does_it(string code)
    {
        CliResult result = await Cli.RunAsync("explain", code);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("KAP1001: a name cannot name a topology\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 to 64 lower-case letters", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("KAP1002", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_has_no_marks_of_the_page()
    {
        CliResult result = await Cli.RunAsync("explain", "KAP5203");

        Assert.StartsWith("KAP5203\nWhat. An address cannot be read.", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nWhat to do. Write one such as `127.0.0.1:8088`", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("**", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_entry_of_a_section_ends_with_it()
    {
        CliResult result = await Cli.RunAsync("explain", "KAP5105");

        Assert.StartsWith("KAP5104, KAP5105: written by a newer Kappa", result.Output, StringComparison.Ordinal);
        Assert.All(ErrorBook.Read(), entry => Assert.DoesNotContain("\n## ", entry.Text, StringComparison.Ordinal));
        Assert.All(ErrorBook.Read(), entry => Assert.NotEmpty(entry.Text));
    }

    [Fact]
    public async Task A_code_that_there_is_not_is_exit_3_with_the_nearest_one() =>
        (await Cli.RunAsync("explain", "KAP10011")).AssertFailed(3, "KAP7127", "Did you mean 'KAP1001'?");
}
