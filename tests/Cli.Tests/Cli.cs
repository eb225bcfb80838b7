using System.Text;

namespace Kappa.Cli.Tests;

/// <summary>Runs a command in this process, as if it had been typed.</summary>
internal static class Cli
{
    public static Task<CliResult> RunAsync(params string[] args) => RunWithInputAsync("", args);

    public static async Task<CliResult> RunWithInputAsync(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext
        {
            Out = output,
            Error = error,
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Environment = _ => null,
        };
        int exitCode = await CommandLine.RunAsync(args, context);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }
}
