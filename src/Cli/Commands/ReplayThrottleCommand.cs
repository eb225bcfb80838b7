using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay throttle</c>: how fast a replay that runs may go.</summary>
internal static class ReplayThrottleCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "throttle", "Limit how fast a replay goes, or lift the limit.",
            "kappa replay throttle flight-delays auto",
            "kappa replay throttle flight-delays 50k/s",
            "kappa replay throttle flight-delays none");
        var rate = new Argument<string?>(Rate.HelpName)
        {
            Description = Rate.Description,
            CustomParser = Rate.Parse,
        };
        var arguments = new TopologyArguments();
        command.Arguments.Add(rate);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using TopologySession session = arguments.Open(context, parsed);
            ReplayStatus status = ReplayStatus.Parse(await session.PostAsync(
                "/replay/throttle", new JsonObject { ["throttle"] = parsed.GetValue(rate) }, cancellationToken));
            ReplayText.WriteChange(
                session, status, $"has the limit {Rate.Text(status.Json.Text("throttle"))}");
            return ExitCodes.Done;
        });
        return command;
    }
}
