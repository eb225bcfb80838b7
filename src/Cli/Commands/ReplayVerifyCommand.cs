using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary><c>kappa replay verify</c>: is the live state what its history says?</summary>
internal static class ReplayVerifyCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "verify",
            "Replay the live version from offset zero beside it and compare all stores at one cut, byte for byte; " +
            "exit 8 when they differ.",
            "kappa replay verify flight-delays",
            "kappa replay verify flight-delays --sample 20 -o json");
        var topology = new Argument<string>("TOPOLOGY") { Description = "Name of the topology." };
        var sample = new Option<int>("--sample")
        {
            Description = "Differences of each store to show, 0 to 1,000. The default is 10.",
            DefaultValueFactory = _ => 10,
            HelpName = "N",
        };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);
        var server = new ServerOptions();
        command.Arguments.Add(topology);
        command.Options.Add(sample);
        command.Options.Add(output);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using WorkerClient worker = WorkerFinder.Find(context, parsed, server);
            string path = $"/api/v1/topologies/{AddressPart.Of(parsed.GetRequiredValue(topology))}/verify";
            using var nothing = new ByteArrayContent([]);
            string answer = await worker.PostAsync(
                string.Create(CultureInfo.InvariantCulture, $"{path}?sample={parsed.GetValue(sample)}"), nothing,
                cancellationToken);
            JsonElement result = JsonElement.Parse(answer);
            if (parsed.GetValue(output) == OutputOption.Json)
            {
                await context.Out.WriteLineAsync(answer);
            }
            else
            {
                Print(context, result);
            }

            return result.GetProperty("same").GetBoolean() ? ExitCodes.Done : ExitCodes.Differences;
        });
        return command;
    }

    private static void Print(CliContext context, JsonElement result)
    {
        foreach (JsonElement store in result.GetProperty("stores").EnumerateArray())
        {
            context.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{store.GetProperty("name").GetString()}: same {Count(store, "same"):N0}, changed " +
                $"{Count(store, "changed"):N0}, only live {Count(store, "onlyOld"):N0}, only replay " +
                $"{Count(store, "onlyNew"):N0}"));
            foreach (JsonElement difference in store.GetProperty("samples").EnumerateArray())
            {
                Print(context, difference.GetProperty("key").GetString()!, difference);
            }
        }

        bool isSame = result.GetProperty("same").GetBoolean();
        foreach (JsonElement source in isSame ? [] : result.Items("compacted"))
        {
            context.Out.WriteLine(Printable.Of(source.GetString()!));
        }

        string verdict = isSame
            ? "The live state is what its history says"
            : "The live state is not what its history says";
        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{verdict}: {Count(result, "records"):N0} records replayed."));
        context.Out.WriteLine(AsOfText.Of(result.GetProperty("asOf")));
    }

    private static void Print(CliContext context, string key, JsonElement difference)
    {
        string sign = difference.GetProperty("kind").GetString() switch
        {
            "onlyOld" => "-",
            "onlyNew" => "+",
            _ => "~",
        };
        context.Out.WriteLine($"  {sign} {key}   {Text(difference, "old")} -> {Text(difference, "new")}");
    }

    private static string Text(JsonElement difference, string side) =>
        difference.GetProperty(side) is { ValueKind: not JsonValueKind.Null } value ? value.GetRawText() : "nothing";

    private static long Count(JsonElement of, string what) => of.GetProperty(what).GetInt64();
}
