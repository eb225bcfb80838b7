using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa version describe</c>.</summary>
internal static class VersionDescribeCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "describe", "Show all about one version: its code, its state, its stores and its graph.",
            "kappa version describe flight-delays", "kappa version describe flight-delays 2 -o json");
        var version = new Argument<int?>("VERSION")
        {
            Description = "The version. The default is the live one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var arguments = new TopologyArguments();
        command.Arguments.Add(version);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using TopologySession session = arguments.Open(context, parsed);
            string number = parsed.GetValue(version)?.ToString(CultureInfo.InvariantCulture) ??
                await LiveAsync(session, cancellationToken);
            string answer = await session.GetAsync($"/versions/{number}", cancellationToken);
            string passedOver = await session.GetAsync($"/versions/{number}/passed-over", cancellationToken);
            if (session.IsJson)
            {
                JsonObject all = JsonNode.Parse(answer)!.AsObject();
                all["passedOver"] = JsonNode.Parse(passedOver);
                await context.Out.WriteLineAsync(ReadableJson.Of(JsonElement.Parse(all.ToJsonString())));
            }
            else
            {
                VersionText.WriteAll(context, JsonElement.Parse(answer), JsonElement.Parse(passedOver));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<string> LiveAsync(TopologySession session, CancellationToken cancellationToken)
    {
        JsonElement answer = JsonElement.Parse(await session.GetAsync("/versions", cancellationToken));
        return answer.Items("versions").Where(version => version.Text("state") == ReplayStatus.Live)
            .Select(version => version.Text("version")).FirstOrDefault() ??
            throw CliErrors.NoLiveVersion(session.Topology, session.Command("version ls"));
    }
}
