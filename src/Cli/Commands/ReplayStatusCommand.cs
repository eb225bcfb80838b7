using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa replay status</c>.</summary>
internal static class ReplayStatusCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "status", "Show how far a replay is, once.",
            "kappa replay status flight-delays", "kappa replay status flight-delays -o json");
        var arguments = new TopologyArguments();
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using TopologySession session = arguments.Open(context, parsed);
            ReplayStatus status = await session.StatusAsync(version: null, cancellationToken);
            if (session.IsJson)
            {
                await context.Out.WriteLineAsync(status.Json.GetRawText());
            }
            else
            {
                ReplayText.Write(session, status);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
