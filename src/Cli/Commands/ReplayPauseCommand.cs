using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay pause</c>.</summary>
internal static class ReplayPauseCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "pause", "Pause a replay: it keeps what it has, and goes on when told to.",
            "kappa replay pause flight-delays");
        Option<string?> reason = ReasonOption.Create();
        var arguments = new TopologyArguments();
        command.Options.Add(reason);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using TopologySession session = arguments.Open(context, parsed);
            ReplayStatus status = ReplayStatus.Parse(await session.PostAsync(
                "/replay/pause", new JsonObject { ["reason"] = parsed.GetValue(reason) }, cancellationToken));
            ReplayText.WriteChange(session, status, $"is paused at {ReplayText.Percent(status)}");
            return ExitCodes.Done;
        });
        return command;
    }
}
