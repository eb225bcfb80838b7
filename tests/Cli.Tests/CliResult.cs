namespace Kappa.Cli.Tests;

internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Checks that the command failed as it should: one clear message, no data, the right code.</summary>
    /// <remarks>A command that took seconds has told before how far it had come, a line each.</remarks>
    public void AssertFailed(int exitCode, string code, params string[] parts)
    {
        string error = string.Join('\n', Error.Split('\n').SkipWhile(IsProgress));
        Assert.True(exitCode == ExitCode, $"Exit {ExitCode} instead of {exitCode}: {Error}");
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains($"[{code}, exit {exitCode}]", Error, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.Empty(Output);
    }

    private static bool IsProgress(string line) => line.StartsWith("time=", StringComparison.Ordinal);
}
