using System.CommandLine;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary><c>kappa store scan</c>.</summary>
internal static class StoreScanCommand
{
    private const long DefaultLimit = 100; // For people; a machine gets all with ndjson.

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "scan", "Walk through the rows of a store, in key order.",
            "kappa store scan flight-delays delays-by-airport --limit 5",
            "kappa store scan flight-delays delays-by-airport --prefix A -o ndjson");
        var topology = new Argument<string>("TOPOLOGY") { Description = "Name of the topology." };
        var store = new Argument<string>("STORE") { Description = "Name of the store." };
        var prefix = new Option<string?>("--prefix")
        {
            Description = "Only keys that begin so.",
            HelpName = "P",
        };
        var limit = new Option<long?>("--limit")
        {
            Description = $"Most rows. The default is {DefaultLimit}, and all with -o ndjson.",
            HelpName = "N",
        };
        Option<string> output = OutputOption.Create();
        var server = new ServerOptions();
        command.Arguments.Add(topology);
        command.Arguments.Add(store);
        command.Options.Add(prefix);
        command.Options.Add(limit);
        command.Options.Add(output);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string format = parsed.GetValue(output)!;
            long? most = parsed.GetValue(limit) ?? (format == OutputOption.Ndjson ? null : DefaultLimit);
            string path = $"{StoreCommand.PathOf(parsed.GetRequiredValue(topology))}/" +
                $"{AddressPart.Of(parsed.GetRequiredValue(store))}/entries" +
                $"?prefix={Uri.EscapeDataString(parsed.GetValue(prefix) ?? "")}&limit={most}";
            using WorkerClient worker = WorkerFinder.Find(context, parsed, server);
            IAsyncEnumerable<string> lines = worker.StreamAsync(path, cancellationToken);
            return format == OutputOption.Ndjson
                ? await CopyAsync(context, lines) : await PrintAsync(context, lines, format == OutputOption.Json);
        });
        return command;
    }

    private static async Task<int> CopyAsync(CliContext context, IAsyncEnumerable<string> lines)
    {
        await foreach (string line in lines)
        {
            await context.Out.WriteLineAsync(line);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> PrintAsync(CliContext context, IAsyncEnumerable<string> lines, bool asJson)
    {
        var all = new List<string>();
        await foreach (string line in lines)
        {
            all.Add(line);
        }

        JsonElement asOf = JsonElement.Parse(all[0]).GetProperty("meta").GetProperty("asOf");
        JsonElement end = JsonElement.Parse(all[^1]).GetProperty("end");
        IEnumerable<string> rows = all.Skip(1).SkipLast(1);
        if (asJson)
        {
            await context.Out.WriteLineAsync(
                "{\"items\":[" + string.Join(',', rows) +
                "],\"complete\":" + end.GetProperty("complete").GetRawText() +
                ",\"nextCursor\":" + end.GetProperty("nextCursor").GetRawText() +
                ",\"asOf\":" + asOf.GetRawText() + "}");
            return ExitCodes.Done;
        }

        TextTable.Write(
            context, ["Key", "Value", "Timestamp"],
            rows.Select(line => JsonElement.Parse(line)).Select(row => new[]
            {
                row.GetProperty("key").GetString()!,
                row.GetProperty("value").GetRawText(),
                row.GetProperty("timestamp").GetString()!,
            }));
        bool complete = end.GetProperty("complete").GetBoolean();
        await context.Out.WriteLineAsync(
            $"{end.GetProperty("count").GetInt64():N0} " +
            $"rows{(complete ? "" : " (there are more: --limit N, or -o ndjson for all)")}, " +
            AsOfText.Of(asOf));
        return ExitCodes.Done;
    }
}
