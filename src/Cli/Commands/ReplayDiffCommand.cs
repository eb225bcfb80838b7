using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Kappa.Cli;

/// <summary><c>kappa replay diff</c>: what two versions say at one cut.</summary>
internal static class ReplayDiffCommand
{
    private const int MostSamples = 1_000;

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "diff",
            "Compare two versions at one cut, key by key, while both run on; exit 8 when they differ.",
            "kappa replay diff flight-delays",
            "kappa replay diff flight-delays 1 2 --store delays-by-airport --sample 3",
            "kappa replay diff flight-delays -o ndjson");
        Argument<int?> old = Version("OLD", "One version. The default is the live one.");
        Argument<int?> @new = Version("NEW", "The other. The default is the one that has caught up.");
        var store = new Option<string?>("--store") { Description = "Only this store.", HelpName = "S" };
        var sample = new Option<int>("--sample")
        {
            Description = "Differences of each table to show, 0 to 1,000. The default is 10; -o ndjson gives all.",
            DefaultValueFactory = _ => 10,
            HelpName = "N",
        };
        sample.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > MostSamples)
            {
                result.AddError("--sample must be 0 to 1,000.");
            }
        });
        var arguments = new TopologyArguments(OutputOption.Text, OutputOption.Json, OutputOption.Ndjson);
        command.Arguments.Add(old);
        command.Arguments.Add(@new);
        command.Options.Add(store);
        command.Options.Add(sample);
        command.Validators.Add(result =>
        {
            if (result.GetValue(old) is not null && result.GetValue(@new) is null)
            {
                result.AddError("Name both versions, OLD and NEW, or neither.");
            }
        });
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            arguments.Open(context, parsed),
            string.Create(
                CultureInfo.InvariantCulture,
                $"/diff?old={parsed.GetValue(old)}&new={parsed.GetValue(@new)}" +
                $"&store={Uri.EscapeDataString(parsed.GetValue(store) ?? "")}&sample={parsed.GetValue(sample)}"),
            cancellationToken));
        return command;
    }

    private static Argument<int?> Version(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static async Task<int> RunAsync(
        TopologySession session, string path, CancellationToken cancellationToken)
    {
        using (session)
        {
            if (session.Output == OutputOption.Ndjson)
            {
                return await StreamAsync(session, path, cancellationToken);
            }

            string answer = await session.GetAsync(path, cancellationToken);
            JsonElement diff = JsonElement.Parse(answer);
            if (session.IsJson)
            {
                await session.Context.Out.WriteLineAsync(answer);
            }
            else
            {
                DiffText.Write(session.Context, diff);
            }

            return diff.Flag("same") ? ExitCodes.Done : ExitCodes.Differences;
        }
    }

    private static async Task<int> StreamAsync(
        TopologySession session, string path, CancellationToken cancellationToken)
    {
        string last = "";
        await foreach (string line in session.StreamAsync(path, cancellationToken))
        {
            await session.Context.Out.WriteLineAsync(line);
            last = line;
        }

        JsonElement end = JsonElement.Parse(last).GetProperty("end");
        if (!end.Flag("complete"))
        {
            throw CliErrors.DiffIncomplete(session.Topology, end.Count("count") ?? 0);
        }

        return end.Count("count") == 0 ? ExitCodes.Done : ExitCodes.Differences;
    }
}
