using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Kappa.Kafka;
using Kappa.Replay;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary><c>kappa version rebuild</c>.</summary>
internal static class VersionRebuildCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "rebuild",
            "Write a lost registry of versions anew, from the log and the deployed code, while no worker runs.",
            "kappa version rebuild --dir kappa-demo",
            "kappa version rebuild topologies/FlightDelays --dir kappa-demo",
            "kappa version rebuild --dir kappa-state --bootstrap localhost:9092 --live flight-delays=1");
        var project = new Argument<string?>("PROJECT|DLL")
        {
            Description = "Code that was not deployed, or is gone from the data directory.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var directory = new Option<string>("--dir")
        {
            Description = "Data directory of the worker.",
            Required = true,
            HelpName = "DIR",
        };
        var live = new Option<Dictionary<string, int>>("--live")
        {
            Description = "The version that was live, where the log does not tell. May be repeated.",
            HelpName = "TOPOLOGY=N",
            CustomParser = ParseLive,
        };
        var kafka = new KafkaOptions();
        command.Arguments.Add(project);
        command.Options.Add(directory);
        kafka.AddTo(command);
        command.Options.Add(live);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string target = parsed.GetRequiredValue(directory);
            string? file = parsed.GetValue(project) is { } path
                ? await TopologyProject.ResolveAsync(path, context.Error.WriteLine, cancellationToken) : null;
            Rebuild(context, target, kafka.Get(parsed), file, parsed.GetValue(live) ?? []);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Rebuild(
        CliContext context, string directory, KafkaLogOptions? kafka, string? file, Dictionary<string, int> live)
    {
        var data = new DataDirectory(directory);
        if (kafka is null && !Directory.Exists(data.Log))
        {
            throw CliErrors.NoDataDirectory(directory);
        }

        using DirectLog log = kafka is null
            ? DirectLog.Open(directory, context) : DirectLog.Connect(kafka, context, directory);
        IReadOnlyList<KappaException> errors = new LostRegistry(data, context.Error.WriteLine).Rebuild(
            log.Log, file, live, Environment.UserName, context.Time, rebuilt => Write(context, rebuilt));
        foreach (KappaException other in errors.Skip(1))
        {
            ErrorPrinter.Print(context, other, verbose: false);
        }

        if (errors.Count > 0)
        {
            throw errors[0];
        }
    }

    private static void Write(CliContext context, RebuiltTopology rebuilt)
    {
        context.Out.WriteLine($"{rebuilt.Topology}: " + string.Join(", ", rebuilt.Versions.Select(version =>
            $"v{version.Version} is {JsonNamingPolicy.KebabCaseLower.ConvertName(version.State.ToString())}")) + ".");
        foreach (string warning in rebuilt.Warnings)
        {
            context.Out.WriteLine($"  {warning}");
        }
    }

    private static Dictionary<string, int> ParseLive(ArgumentResult result)
    {
        var live = new Dictionary<string, int>();
        foreach (string text in result.Tokens.Select(token => token.Value))
        {
            string[] parts = text.Split('=');
            if (parts.Length == 2
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int version))
            {
                live[parts[0]] = version;
            }
            else
            {
                result.AddError($"'{text}' is no version that was live. Write --live TOPOLOGY=N.");
            }
        }

        return live;
    }
}
