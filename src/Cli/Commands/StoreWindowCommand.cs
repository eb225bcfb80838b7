using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa store window</c>.</summary>
internal static class StoreWindowCommand
{
    private const string Time = "a time with its zone, or milliseconds since 1970";

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "window", "Walk through the windows of one key, by their starts.",
            "kappa store window clicks clicks-per-hour ATL",
            "kappa store window clicks clicks-per-hour ATL --from 2026-11-01T00:00:00Z --to 2026-11-01T12:00:00Z",
            "kappa store window clicks clicks-per-hour ATL --backward --limit 1");
        var key = new Argument<string>("KEY") { Description = "The key, as text." };
        var walk = new StoreWalk(
            new Option<string?>("--from") { Description = $"Earliest start of a window: {Time}.", HelpName = "TIME" },
            new Option<string?>("--to") { Description = $"Latest start of a window: {Time}.", HelpName = "TIME" });
        walk.AddTo(command);
        command.Arguments.Add(key);
        command.SetAction((parsed, cancellationToken) => walk.RunAsync(
            context, parsed, $"windows/{AddressPart.Of(parsed.GetRequiredValue(key))}", cancellationToken));
        return command;
    }
}
