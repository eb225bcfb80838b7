using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa store window</c>.</summary>
internal static class StoreWindowCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "window", "Walk through the windows of one key, by their starts.",
            "kappa store window clicks clicks-per-hour ATL",
            "kappa store window clicks clicks-per-hour ATL --from 2026-11-01T00:00:00Z --to 2026-11-01T12:00:00Z",
            "kappa store window clicks clicks-per-hour ATL --backward --limit 1");
        var topology = new Argument<string>("TOPOLOGY") { Description = "Name of the topology." };
        var store = new Argument<string>("STORE") { Description = "Name of a store of windows." };
        var key = new Argument<string>("KEY") { Description = "The key, as text." };
        var from = new Option<string?>("--from") { Description = "Earliest start of a window.", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "Latest start of a window.", HelpName = "TIME" };
        Option<bool> backward = StoreRows.BackwardOption();
        Option<long?> limit = StoreRows.LimitOption();
        Option<string> output = OutputOption.Create();
        var server = new ServerOptions();
        foreach (Argument argument in new Argument[] { topology, store, key })
        {
            command.Arguments.Add(argument);
        }

        foreach (Option option in new Option[] { from, to, backward, limit, output })
        {
            command.Options.Add(option);
        }

        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string format = parsed.GetValue(output)!;
            string path = $"{StoreCommand.PathOf(parsed.GetRequiredValue(topology))}/" +
                $"{AddressPart.Of(parsed.GetRequiredValue(store))}/windows/" +
                AddressPart.Of(parsed.GetRequiredValue(key)) +
                $"?from={Uri.EscapeDataString(parsed.GetValue(from) ?? "")}" +
                $"&to={Uri.EscapeDataString(parsed.GetValue(to) ?? "")}" +
                $"&backward={(parsed.GetValue(backward) ? "true" : "false")}" +
                $"&limit={parsed.GetValue(limit) ?? StoreRows.DefaultLimit(format)}";
            using WorkerClient worker = WorkerFinder.Find(context, parsed, server);
            return await StoreRows.PrintAsync(context, worker.StreamAsync(path, cancellationToken), format);
        });
        return command;
    }
}
