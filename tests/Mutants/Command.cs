using System.Diagnostics;

namespace Kappa.Mutants;

/// <summary>A process that has ended, or was ended.</summary>
/// <param name="Code">Its exit code; null where it did not end in time.</param>
/// <param name="Output">What it printed.</param>
internal sealed record Command(int? Code, string Output)
{
    public static Command Run(string directory, TimeSpan limit, string file, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(limit);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        return new Command(ended ? process.ExitCode : null, output.Result + errors.Result);
    }

    /// <summary>Runs what has to succeed.</summary>
    public static string Require(string directory, string file, params IEnumerable<string> arguments)
    {
        Command command = Run(directory, TimeSpan.FromMinutes(30), file, arguments);
        return command.Code == 0 ? command.Output : throw new InvalidOperationException(
            $"{file} {string.Join(' ', arguments)} failed in {directory}:\n{command.Output}");
    }
}
