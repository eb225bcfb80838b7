using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay start</c>: history into a new version, beside the live one.</summary>
internal static class ReplayStartCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "start", "Replay history into a version beside the live one, which goes on serving.",
            "kappa replay start flight-delays --version 2 --dry-run",
            "kappa replay start flight-delays --version 2 --wait --timeout 10m",
            "kappa replay start flight-delays --version 2 --throttle auto --reason \"late from 15 minutes on\"");
        var version = new Option<int>("--version")
        {
            Description = "Version to build; `kappa version ls` lists them.",
            Required = true,
            HelpName = "N",
        };
        var from = new Option<string?>("--from")
        {
            Description = "Where to begin: zero (the default), a cut, or a time such as 2026-11-01T00:00:00Z.",
            HelpName = "zero|CUT|TIME",
            CustomParser = StartOfReplay.Parse,
        };
        var throttle = new Option<string?>("--throttle")
        {
            Description = Rate.Description,
            HelpName = Rate.HelpName,
            CustomParser = Rate.Parse,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the plan, and change nothing." };
        Option<string?> reason = ReasonOption.Create();
        var wait = new WaitOptions("Wait until it has caught up.");
        var arguments = new TopologyArguments();
        command.Options.Add(version);
        command.Options.Add(from);
        command.Options.Add(throttle);
        command.Options.Add(dryRun);
        wait.AddTo(command);
        command.Options.Add(reason);
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using TopologySession session = arguments.Open(context, parsed);
            var body = new JsonObject
            {
                ["version"] = parsed.GetValue(version),
                ["from"] = parsed.GetValue(from) ?? StartOfReplay.Zero,
                ["throttle"] = parsed.GetValue(throttle) ?? "none",
                ["reason"] = parsed.GetValue(reason),
            };
            if (parsed.GetValue(dryRun))
            {
                return await PlanAsync(session, body, cancellationToken);
            }

            ReplayStatus status = ReplayStatus.Parse(await session.PostAsync("/replays", body, cancellationToken));
            return wait.Wait(parsed)
                ? await WaitAsync(session, status, wait.Timeout(parsed), cancellationToken)
                : Started(session, status, parsed.GetValue(from));
        });
        return command;
    }

    private static async Task<int> PlanAsync(
        TopologySession session, JsonObject body, CancellationToken cancellationToken)
    {
        string answer = await session.PostAsync("/replays?dryRun=true", body, cancellationToken);
        if (session.IsJson)
        {
            await session.Context.Out.WriteLineAsync(answer);
        }
        else
        {
            PlanText.Write(session.Context, JsonElement.Parse(answer));
        }

        return ExitCodes.Done;
    }

    private static int Started(TopologySession session, ReplayStatus status, string? from)
    {
        if (session.IsJson)
        {
            session.Context.Out.WriteLine(status.Json.GetRawText());
            return ExitCodes.Done;
        }

        string beside = status.LiveVersion is { } live ? $"runs beside v{live}, which goes on serving" : "runs";
        session.Context.Out.WriteLine(
            $"The replay of {status.Topology} v{status.Version} {StartOfReplay.Text(from)} {beside}: " +
            $"{QuantityText.Full(status.RecordsTotal)} records.");
        session.PrintNext(
            new Remedy("watch it", session.Command("replay watch")),
            new Remedy("undo it", session.Command("replay abort")));
        return ExitCodes.Done;
    }

    private static async Task<int> WaitAsync(
        TopologySession session, ReplayStatus started, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            ReplayStatus status = await ReplayWait.ForAsync(
                session, started.Version, WaitGoal.CaughtUp, timeout, cancellationToken);
            ReplayText.WriteCaughtUp(session, status);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            ReplayText.WriteDetached(session);
            throw;
        }
    }
}
