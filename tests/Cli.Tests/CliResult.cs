namespace Kappa.Cli.Tests;

internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Checks that the command failed as it should: one clear message, no data, the right code.</summary>
    public void AssertFailed(int exitCode, string code, params string[] parts)
    {
        Assert.True(exitCode == ExitCode, $"Exit {ExitCode} instead of {exitCode}: {Error}");
        Assert.StartsWith("error: ", Error, StringComparison.Ordinal);
        Assert.Contains($"[{code}, exit {exitCode}]", Error, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.Empty(Output);
    }
}
