using System.CommandLine;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary><c>kappa store ls</c>.</summary>
internal static class StoreLsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "ls", "List stores.", "kappa store ls", "kappa store ls flight-delays -o json");
        var topology = new Argument<string?>("TOPOLOGY")
        {
            Description = "Only the stores of this topology.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> output = OutputOption.Create();
        var server = new ServerOptions();
        command.Arguments.Add(topology);
        command.Options.Add(output);
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            context, parsed, server, parsed.GetValue(topology), parsed.GetValue(output)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, ParseResult parsed, ServerOptions server, string? topology, string output,
        CancellationToken cancellationToken)
    {
        using WorkerClient worker = WorkerFinder.Find(context, parsed, server);
        string path = topology is null ? "/api/v1/topologies" : $"/api/v1/topologies/{AddressPart.Of(topology)}";
        string answer = await worker.GetAsync(path, cancellationToken);
        JsonElement root = JsonElement.Parse(answer);
        JsonElement[] topologies = topology is null ? [.. root.GetProperty("topologies").EnumerateArray()] : [root];
        switch (output)
        {
            case OutputOption.Json:
                await context.Out.WriteLineAsync(answer);
                break;
            case OutputOption.Ndjson:
                foreach (JsonElement each in topologies)
                {
                    await context.Out.WriteLineAsync(each.GetRawText());
                }

                break;
            default:
                Print(context, topologies);
                break;
        }

        return ExitCodes.Done;
    }

    private static void Print(CliContext context, JsonElement[] topologies)
    {
        TextTable.Write(
            context, ["Topology", ">Version", "Store", "Keys", "Values", ">Partitions"],
            topologies.SelectMany(topology => topology.GetProperty("stores").EnumerateArray().Select(store => new[]
            {
                topology.GetProperty("name").GetString()!,
                topology.GetProperty("version").GetRawText(),
                store.GetProperty("name").GetString()!,
                KeyOf(store),
                store.GetProperty("valueType").GetString()!,
                store.GetProperty("partitions").GetRawText(),
            })));
        foreach (JsonElement topology in topologies)
        {
            context.Out.WriteLine(StateOf(topology));
        }
    }

    private static string KeyOf(JsonElement store)
    {
        const double SecondMs = 1_000;
        string type = store.Text("keyType")!;
        return store.Number("windowMs") is { } ms ? $"{type}, by {QuantityText.Duration(ms / SecondMs)}"
            : store.TryGetProperty("sessions", out _) ? $"{type}, by session" : type;
    }

    /// <summary>One that does not run has no cut and no lag, but an error.</summary>
    private static string StateOf(JsonElement topology)
    {
        string state = topology.GetProperty("state").GetString()!;
        return topology.TryGetProperty("asOf", out JsonElement asOf)
            ? $"{AsOfText.Of(asOf)}: {state}, {topology.GetProperty("recordsBehind").GetInt64():N0} records behind" +
                WaitingOf(topology)
            : $"{topology.GetProperty("name").GetString()}: {state}" +
                (topology.TryGetProperty("error", out JsonElement error) ? $": {error.GetString()}" : "");
    }

    private static string WaitingOf(JsonElement topology)
    {
        if (!topology.TryGetProperty("waiting", out JsonElement waiting))
        {
            return "";
        }

        string what = waiting.Text("timestamp") is { } timestamp
            ? $"until it is the turn of {timestamp}" : "for an open transaction";
        return $"; {waiting.Text("partition")} waits at offset {waiting.Text("offset")} {what}";
    }
}
