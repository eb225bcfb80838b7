using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay rollback</c>: the version that was live before becomes the live one again.</summary>
internal static class ReplayRollbackCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "rollback", "Switch back to the version that was live before: a cutover the other way.",
            "kappa replay rollback flight-delays",
            "kappa replay rollback flight-delays --yes --reason \"wrong limit\"");
        var wait = new WaitOptions("Wait until all is published.");
        var confirmation = new Confirmation();
        Option<string?> reason = ReasonOption.Create();
        var arguments = new TopologyArguments();
        wait.AddTo(command);
        confirmation.AddTo(command);
        command.Options.Add(reason);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            confirmation.Require(context, parsed, "this switches back to the version before");
            using TopologySession session = arguments.Open(context, parsed);
            if (!confirmation.IsGiven(parsed) &&
                !await Confirmation.AskAsync(
                    context, Consequence(session, await session.GetAsync("/versions", cancellationToken)),
                    cancellationToken))
            {
                return ExitCodes.Usage;
            }

            var waiting = new SwitchWait(session, wait.Wait(parsed), wait.Timeout(parsed));
            string answer = await session.PostAsync(
                "/rollback", new JsonObject { ["reason"] = parsed.GetValue(reason) }, cancellationToken);
            return await waiting.EndAsync(
                answer, new Remedy("compare", session.Command("replay diff")), cancellationToken);
        });
        return command;
    }

    private static string Consequence(TopologySession session, string versions)
    {
        JsonElement[] all = [.. JsonElement.Parse(versions).Items("versions")];
        string Named(string state, string otherwise) => all
            .Where(version => version.Text("state") == state)
            .OrderByDescending(version => version.Text("deadline"), StringComparer.Ordinal)
            .Select(version => $"v{version.Text("version")}").FirstOrDefault() ?? otherwise;
        string live = Named(ReplayStatus.Live, "the live version");
        return
            $"This makes {Named(ReplayStatus.Draining, "the version before")} of {session.Topology} the live version " +
            $"again: queries follow at one cut, and its differences to {live} are published to the output topics. " +
            $"{live} runs on in its shadow.";
    }
}
