using System.CommandLine;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary><c>kappa store get</c>.</summary>
internal static class StoreGetCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "get", "Get the row of one key; exit 3 where there is none.",
            "kappa store get flight-delays delays-by-airport ATL",
            "kappa store get flight-delays delays-by-airport ATL -o json");
        var topology = new Argument<string>("TOPOLOGY") { Description = "Name of the topology." };
        var store = new Argument<string>("STORE") { Description = "Name of the store." };
        var key = new Argument<string>("KEY") { Description = "The key, as text." };
        Option<string> output = OutputOption.Create();
        var server = new ServerOptions();
        command.Arguments.Add(topology);
        command.Arguments.Add(store);
        command.Arguments.Add(key);
        command.Options.Add(output);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using WorkerClient worker = WorkerFinder.Find(context, parsed, server);
            string answer = await worker.GetAsync(
                $"{StoreCommand.PathOf(parsed.GetRequiredValue(topology))}/" +
                $"{AddressPart.Of(parsed.GetRequiredValue(store))}/keys/" +
                AddressPart.Of(parsed.GetRequiredValue(key)),
                cancellationToken);
            if (parsed.GetValue(output) == OutputOption.Text)
            {
                Print(context, JsonElement.Parse(answer));
            }
            else
            {
                await context.Out.WriteLineAsync(answer);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliContext context, JsonElement row)
    {
        context.Out.WriteLine($"key        {row.GetProperty("key").GetString()}");
        context.Out.WriteLine($"value      {row.GetProperty("value").GetRawText()}");
        context.Out.WriteLine($"timestamp  {row.GetProperty("timestamp").GetString()}");
        context.Out.WriteLine(AsOfText.Of(row.GetProperty("asOf")));
    }
}
