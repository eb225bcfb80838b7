using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa replay</c>: history once more, beside the live version.</summary>
internal static class ReplayCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "replay", "Replay history beside the live version.", "kappa replay verify flight-delays");
        command.Subcommands.Add(ReplayVerifyCommand.Create(context));
        return command;
    }
}
