using System.CommandLine;

namespace Kappa.Cli;

/// <summary>The option <c>--reason</c>, which is kept with the version.</summary>
internal static class ReasonOption
{
    public static Option<string?> Create() => new("--reason")
    {
        Description = "Why; it is kept with the version, and `kappa version ls` shows it.",
        HelpName = "TEXT",
    };
}
