using System.Globalization;

namespace Kappa.Cli;

/// <summary>Open files: each segment of the log and each table of the state is one.</summary>
internal static class LimitsCheck
{
    private const string Name = "open files";
    private const string Limits = "/proc/self/limits";
    private const long Enough = 65_536;
    private const long Least = 4_096;

    public static Finding Look() => Judge(File.Exists(Limits) ? File.ReadAllText(Limits) : "");

    /// <param name="limits">What the system says of the process: /proc/PID/limits.</param>
    public static Finding Judge(string limits)
    {
        string? soft = limits.Split('\n')
            .FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal))?
            .Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var value, ..] ? value : null;
        const string Fix = "Raise it: LimitNOFILE=65536 in the unit (deploy/systemd), `ulimit -n 65536` in a shell.";
        return soft is "unlimited" ? Finding.Good(Name, "A process may have any number.")
            : !long.TryParse(soft, CultureInfo.InvariantCulture, out long files)
                ? Finding.Good(Name, "The system does not say how many a process may have.")
                : files < Least ? Finding.Wrong(Name, $"A process may have {files:N0}: too few for a worker.", Fix)
                : files < Enough ? Finding.Warning(Name, $"A process may have {files:N0}.", Fix)
                : Finding.Good(Name, $"A process may have {files:N0}.");
    }
}
