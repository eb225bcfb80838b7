using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa replay</c>: history once more, beside the live version.</summary>
internal static class ReplayCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "replay", "Replay history into a new version beside the live one, compare, switch, and switch back.",
            "kappa replay start flight-delays --version 2 --wait",
            "kappa replay diff flight-delays",
            "kappa replay cutover flight-delays",
            "kappa replay rollback flight-delays");
        foreach (Func<CliContext, Command> create in (ReadOnlySpan<Func<CliContext, Command>>)
        [
            ReplayStartCommand.Create, ReplayStatusCommand.Create, ReplayWatchCommand.Create,
            ReplayPauseCommand.Create, ReplayResumeCommand.Create, ReplayThrottleCommand.Create,
            ReplayAbortCommand.Create, ReplayDiffCommand.Create, ReplayCutoverCommand.Create,
            ReplayRollbackCommand.Create, ReplayRetireCommand.Create, ReplayVerifyCommand.Create,
        ])
        {
            command.Subcommands.Add(create(context));
        }

        return command;
    }
}
