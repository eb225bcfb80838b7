using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay cutover</c>: the version that has caught up becomes the live one.</summary>
internal static class ReplayCutoverCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "cutover",
            "Switch to the version that has caught up: queries and topics follow at one cut; `rollback` takes it back.",
            "kappa replay cutover flight-delays",
            "kappa replay cutover flight-delays --max-diff 1% --wait --timeout 5m --yes",
            "kappa replay cutover flight-delays --version 2");
        var version = new Option<int?>("--version")
        {
            Description = "Switch to this version: after a rollback the one that it took back, which shadows on. The " +
                "default is the replay.",
            HelpName = "N",
        };
        version.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--version must be 1 or more.");
            }
        });
        var maxDiff = new Option<decimal?>("--max-diff")
        {
            Description = "Refuse when more of the keys of the outputs differ, such as 1%. The default is no limit.",
            HelpName = "SHARE",
            CustomParser = Share.Parse,
        };
        var maxLag = new Option<long?>("--max-lag")
        {
            Description = "Refuse when it is more records behind.",
            HelpName = "N",
        };
        maxLag.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() < 0)
            {
                result.AddError("--max-lag must be 0 or more.");
            }
        });
        var deleteMissing = new Option<bool>("--delete-missing")
        {
            Description = "Delete keys that only the topic has, although the replay may not have seen all of history.",
        };
        var keep = new Option<TimeSpan?>("--keep")
        {
            Description = "How long the old version shadows on, so that there is a way back; then it is retired. The " +
                "default is 24h.",
            HelpName = "TIME",
            CustomParser = TimeArgument.Parse,
        };
        var wait = new WaitOptions("Wait until it has caught up, switch, and wait until all is published.");
        var confirmation = new Confirmation();
        Option<string?> reason = ReasonOption.Create();
        var arguments = new TopologyArguments();
        command.Options.Add(version);
        command.Options.Add(maxDiff);
        command.Options.Add(maxLag);
        command.Options.Add(deleteMissing);
        command.Options.Add(keep);
        wait.AddTo(command);
        confirmation.AddTo(command);
        command.Options.Add(reason);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            confirmation.Require(context, parsed, "this switches to another version");
            using TopologySession session = arguments.Open(context, parsed);
            int? to = parsed.GetValue(version);
            if (!confirmation.IsGiven(parsed))
            {
                // What the question named is what will be switched to, whatever happens meanwhile.
                var shadow = new Remedy(
                    "switch to one that shadows", session.Command("replay cutover", "--version N"));
                ReplayStatus now = to is null ? await session.ReplayToAskAboutAsync(cancellationToken, shadow)
                    : await session.StatusAsync(to, cancellationToken);
                to = now.Version;
                if (!await Confirmation.AskAsync(context, Consequence(now), cancellationToken))
                {
                    return ExitCodes.Usage;
                }
            }

            var waiting = new SwitchWait(session, wait.Wait(parsed), wait.Timeout(parsed));
            to = await waiting.UntilCaughtUpAsync(to, cancellationToken);
            string answer = await session.PostAsync(
                "/cutover",
                new JsonObject
                {
                    ["version"] = to,
                    ["maxDiff"] = parsed.GetValue(maxDiff),
                    ["maxLag"] = parsed.GetValue(maxLag),
                    ["deleteMissing"] = parsed.GetValue(deleteMissing),
                    ["keepSeconds"] = parsed.GetValue(keep)?.TotalSeconds,
                    ["reason"] = parsed.GetValue(reason),
                },
                cancellationToken);
            return await waiting.EndAsync(
                answer, new Remedy("take it back", session.Command("replay rollback")), cancellationToken);
        });
        return command;
    }

    private static string Consequence(ReplayStatus now)
    {
        string live = now.LiveVersion is { } version ? $"v{version}" : "the live version";
        return
            $"This makes {now.Topology} v{now.Version}, which is {now.State}, the live version: queries follow at " +
            $"one cut, and its differences to {live} are published to the output topics. {live} runs on in its " +
            "shadow, so that a rollback is possible.";
    }
}
