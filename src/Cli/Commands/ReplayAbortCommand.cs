using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay abort</c>: ends a replay and removes what it made.</summary>
internal static class ReplayAbortCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "abort", "End a replay and remove all that it made; the live version is not touched.",
            "kappa replay abort flight-delays", "kappa replay abort flight-delays --yes --reason \"wrong limit\"");
        var confirmation = new Confirmation();
        Option<string?> reason = ReasonOption.Create();
        var arguments = new TopologyArguments();
        confirmation.AddTo(command);
        command.Options.Add(reason);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            confirmation.Require(context, parsed, "this ends a replay and removes all that it made");
            using TopologySession session = arguments.Open(context, parsed);
            if (!confirmation.IsGiven(parsed))
            {
                ReplayStatus now = await session.ReplayToAskAboutAsync(cancellationToken);
                string consequence =
                    $"This ends the replay of {now.Topology} v{now.Version}, which is {now.State} at " +
                    $"{ReplayText.Percent(now)}, and removes its state and its internal topics.";
                if (!await Confirmation.AskAsync(context, consequence, cancellationToken))
                {
                    return ExitCodes.Usage;
                }
            }

            ReplayStatus status = ReplayStatus.Parse(await session.PostAsync(
                "/replay/abort", new JsonObject { ["reason"] = parsed.GetValue(reason) }, cancellationToken));
            ReplayText.WriteChange(session, status, "is aborted; all that it made is removed");
            return ExitCodes.Done;
        });
        return command;
    }
}
