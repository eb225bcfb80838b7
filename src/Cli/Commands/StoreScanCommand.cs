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
        var topology = new Argument<string>("TOPOLOGY") { Description = "Name of the topology." };
        var store = new Argument<string>("STORE") { Description = "Name of the store." };
        var prefix = new Option<string?>("--prefix")
        {
            Description = "Only keys that begin so.",
            HelpName = "P",
        };
        var from = new Option<string?>("--from") { Description = "The first key.", HelpName = "KEY" };
        var to = new Option<string?>("--to") { Description = "The last key, which is included.", HelpName = "KEY" };
        Option<bool> backward = StoreRows.BackwardOption();
        Option<long?> limit = StoreRows.LimitOption();
        Option<string> output = OutputOption.Create();
        var server = new ServerOptions();
        command.Arguments.Add(topology);
        command.Arguments.Add(store);
        command.Options.Add(prefix);
        command.Options.Add(from);
        command.Options.Add(to);
        command.Options.Add(backward);
        command.Options.Add(limit);
        command.Options.Add(output);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string format = parsed.GetValue(output)!;
            string path = $"{StoreCommand.PathOf(parsed.GetRequiredValue(topology))}/" +
                $"{AddressPart.Of(parsed.GetRequiredValue(store))}/entries" +
                $"?prefix={Uri.EscapeDataString(parsed.GetValue(prefix) ?? "")}" +
                $"&from={Uri.EscapeDataString(parsed.GetValue(from) ?? "")}" +
                $"&to={Uri.EscapeDataString(parsed.GetValue(to) ?? "")}" +
                $"&backward={(parsed.GetValue(backward) ? "true" : "false")}" +
                $"&limit={parsed.GetValue(limit) ?? StoreRows.DefaultLimit(format)}";
            using WorkerClient worker = WorkerFinder.Find(context, parsed, server);
            return await StoreRows.PrintAsync(context, worker.StreamAsync(path, cancellationToken), format);
        });
        return command;
    }
}
