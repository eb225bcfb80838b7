using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay retire</c>: deletes what a version keeps.</summary>
internal static class ReplayRetireCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "retire", "Delete what a version that is not live keeps: its state and its internal topics.",
            "kappa replay retire flight-delays 1", "kappa replay retire flight-delays 1 --yes");
        var version = new Argument<int>("VERSION") { Description = "Version to retire." };
        var confirmation = new Confirmation();
        Option<string?> reason = ReasonOption.Create();
        var arguments = new TopologyArguments();
        command.Arguments.Add(version);
        confirmation.AddTo(command);
        command.Options.Add(reason);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            confirmation.Require(context, parsed, "this deletes what a version keeps");
            using TopologySession session = arguments.Open(context, parsed);
            string number = parsed.GetValue(version).ToString(CultureInfo.InvariantCulture);
            if (!confirmation.IsGiven(parsed) &&
                !await Confirmation.AskAsync(context, Consequence(session.Topology, number), cancellationToken))
            {
                return ExitCodes.Usage;
            }

            string answer = await session.PostAsync(
                $"/versions/{number}/retire", new JsonObject { ["reason"] = parsed.GetValue(reason) },
                cancellationToken);
            await context.Out.WriteLineAsync(session.IsJson
                ? answer
                : $"{session.Topology} v{number} is {JsonElement.Parse(answer).Text("state")}: its state and its " +
                    "internal topics are deleted.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Consequence(string topology, string version) =>
        $"This deletes the state and the internal topics of {topology} v{version}: no rollback to it is possible " +
        "any more. Output topics and the other versions stay; a replay can build it again.";
}
