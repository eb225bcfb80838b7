using System.CommandLine;
using System.Text.Json.Nodes;

namespace Kappa.Cli;

/// <summary><c>kappa replay cutover</c>: the version that has caught up becomes the live one.</summary>
internal sealed class ReplayCutoverCommand
{
    private readonly Option<int?> _version = new("--version")
    {
        Description = "Switch to this version: after a rollback the one that it took back, which shadows on. The " +
            "default is the replay.",
        HelpName = "N",
    };

    private readonly Option<decimal?> _maxDiff = new("--max-diff")
    {
        Description = "Refuse when more of the keys of the outputs differ, such as 1%. The default is no limit.",
        HelpName = "SHARE",
        CustomParser = Share.Parse,
    };

    private readonly Option<long?> _maxLag = new("--max-lag")
    {
        Description = "Refuse when it is more records behind.",
        HelpName = "N",
    };

    private readonly Option<bool> _deleteMissing = new("--delete-missing")
    {
        Description = "Delete keys that only the topic has, although the replay may not have seen all of history.",
    };

    private readonly Option<TimeSpan?> _keep = new("--keep")
    {
        Description = "How long the old version shadows on, so that there is a way back; then it is retired. The " +
            "default is 24h.",
        HelpName = "TIME",
        CustomParser = TimeArgument.Parse,
    };

    private readonly WaitOptions _wait =
        new("Wait until it has caught up, switch, and wait until all is published.");

    private readonly CliContext _context;
    private readonly Confirmation _confirmation = new();
    private readonly Option<string?> _reason = ReasonOption.Create();
    private readonly TopologyArguments _arguments = new();

    private ReplayCutoverCommand(CliContext context)
    {
        _context = context;
        _version.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
            {
                result.AddError("--version must be 1 or more.");
            }
        });
        _maxLag.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() < 0)
            {
                result.AddError("--max-lag must be 0 or more.");
            }
        });
    }

    public static Command Create(CliContext context)
    {
        var cutover = new ReplayCutoverCommand(context);
        var command = new CliCommand(
            "cutover",
            "Switch to the version that has caught up: queries and topics follow at one cut; `rollback` takes it back.",
            "kappa replay cutover flight-delays",
            "kappa replay cutover flight-delays --max-diff 1% --wait --timeout 5m --yes",
            "kappa replay cutover flight-delays --version 2");
        command.Options.Add(cutover._version);
        command.Options.Add(cutover._maxDiff);
        command.Options.Add(cutover._maxLag);
        command.Options.Add(cutover._deleteMissing);
        command.Options.Add(cutover._keep);
        cutover._wait.AddTo(command);
        cutover._confirmation.AddTo(command);
        command.Options.Add(cutover._reason);
        cutover._arguments.AddTo(command);
        command.SetAction(cutover.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        _confirmation.Require(_context, parsed, "this switches to another version");
        using TopologySession session = _arguments.Open(_context, parsed);
        int? to = parsed.GetValue(_version);
        if (!_confirmation.IsGiven(parsed))
        {
            // What the question named is what will be switched to, whatever happens meanwhile.
            var shadow = new Remedy(
                "switch to one that shadows", session.Command("replay cutover", "--version N"));
            ReplayStatus now = to is null ? await session.ReplayToAskAboutAsync(cancellationToken, shadow)
                : await session.StatusAsync(to, cancellationToken);
            to = now.Version;
            if (!await Confirmation.AskAsync(_context, Consequence(now), cancellationToken))
            {
                return ExitCodes.Usage;
            }
        }

        var waiting = new SwitchWait(session, _wait.Wait(parsed), _wait.Timeout(parsed));
        to = await waiting.UntilCaughtUpAsync(to, cancellationToken);
        string answer = await session.PostAsync("/cutover", Request(parsed, to), cancellationToken);
        return await waiting.EndAsync(
            answer, new Remedy("take it back", session.Command("replay rollback")), cancellationToken);
    }

    private JsonObject Request(ParseResult parsed, int? to) => new()
    {
        ["version"] = to,
        ["maxDiff"] = parsed.GetValue(_maxDiff),
        ["maxLag"] = parsed.GetValue(_maxLag),
        ["deleteMissing"] = parsed.GetValue(_deleteMissing),
        ["keepSeconds"] = parsed.GetValue(_keep)?.TotalSeconds,
        ["reason"] = parsed.GetValue(_reason),
    };

    private static string Consequence(ReplayStatus now)
    {
        string live = now.LiveVersion is { } version ? $"v{version}" : "the live version";
        return
            $"This makes {now.Topology} v{now.Version}, which is {now.State}, the live version: queries follow at " +
            $"one cut, and its differences to {live} are published to the output topics. {live} runs on in its " +
            "shadow, so that a rollback is possible.";
    }
}
