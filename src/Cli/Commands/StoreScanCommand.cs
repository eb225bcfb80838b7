using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa store scan</c>.</summary>
internal static class StoreScanCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "scan", "Walk through the rows of a store, in key order.",
            "kappa store scan flight-delays delays-by-airport --limit 5",
            "kappa store scan flight-delays delays-by-airport --from ATL --to BOS --backward",
            "kappa store scan flight-delays delays-by-airport --prefix A -o ndjson");
        var walk = new StoreWalk(
            new Option<string?>("--prefix") { Description = "Only keys that begin so.", HelpName = "P" },
            new Option<string?>("--from") { Description = "The first key.", HelpName = "KEY" },
            new Option<string?>("--to") { Description = "The last key, which is included.", HelpName = "KEY" });
        walk.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            walk.RunAsync(context, parsed, "entries", cancellationToken));
        return command;
    }
}
