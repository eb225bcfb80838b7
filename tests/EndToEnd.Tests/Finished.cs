namespace Kappa.EndToEnd.Tests;

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record Finished(int ExitCode, string Output, string Errors)
{
    public Finished ThatWorked() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"Exit code {ExitCode}. Output: {Output} Errors: {Errors}");
}
