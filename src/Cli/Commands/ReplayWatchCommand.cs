using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa replay watch</c>: how far it is, until it has caught up.</summary>
internal static class ReplayWatchCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "watch", "Show how far a replay is until it has caught up; Ctrl-C detaches, and the replay goes on.",
            "kappa replay watch flight-delays");
        var arguments = new TopologyArguments();
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using TopologySession session = arguments.Open(context, parsed);
            try
            {
                ReplayStatus status = await ReplayWait.ForAsync(
                    session, version: null, WaitGoal.CaughtUp, timeout: null, cancellationToken);
                ReplayText.WriteCaughtUp(session, status);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                ReplayText.WriteDetached(session);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
