using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay resume</c>.</summary>
internal static class ReplayResumeCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand("resume", "Let a paused replay go on.", "kappa replay resume flight-delays");
        Option<string?> reason = ReasonOption.Create();
        var arguments = new TopologyArguments();
        command.Options.Add(reason);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using TopologySession session = arguments.Open(context, parsed);
            ReplayStatus status = ReplayStatus.Parse(await session.PostAsync(
                "/replay/resume", new JsonObject { ["reason"] = parsed.GetValue(reason) }, cancellationToken));
            ReplayText.WriteChange(session, status, $"goes on from {ReplayText.Percent(status)}");
            return ExitCodes.Done;
        });
        return command;
    }
}
