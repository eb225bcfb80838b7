using System.Collections;
using System.CommandLine;
using Kappa.Kafka;
using Kappa.Logs;

namespace Kappa.Cli;

/// <summary><c>kappa doctor</c>: whether a worker would run well here, and what is in its way.</summary>
internal sealed class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // With brokers.

    private readonly Option<string> _directory = new("--dir")
    {
        Description = "The data directory that a worker has, or will have.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _bundle = new("--bundle")
    {
        Description = "Write what was found, the names of the files and the settings into a zip file, without secrets.",
        HelpName = "FILE",
    };

    private readonly Option<string> _output = OutputOption.Create(
        OutputOption.Text, OutputOption.Text, OutputOption.Json);

    private readonly KafkaOptions _kafka = new();
    private readonly CliContext _context;

    private DoctorCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var doctor = new DoctorCommand(context);
        var command = new CliCommand(
            "doctor",
            "Look at this machine as a worker would: disk, syncs, limits, clock, brokers. Exit 1 when one is wrong.",
            "kappa doctor --dir /var/lib/kappa", "kappa doctor --bootstrap localhost:9092 -o json",
            "kappa doctor --dir /var/lib/kappa --bundle kappa-doctor.zip");
        command.Options.Add(doctor._directory);
        doctor._kafka.AddTo(command);
        command.Options.Add(doctor._bundle);
        command.Options.Add(doctor._output);
        command.SetAction(doctor.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string directory = parsed.GetRequiredValue(_directory);
        Finding[] findings = [.. Look(directory, _kafka.Get(parsed))];
        string json = DoctorJson.Of(findings);
        if (parsed.GetValue(_bundle) is { } bundle)
        {
            DoctorBundle.Write(bundle, json, directory, Variables());
            _context.Error.WriteLine($"Wrote {bundle}: findings, settings without secrets, names and sizes of files.");
        }

        if (parsed.GetValue(_output) == OutputOption.Json)
        {
            _context.Out.WriteLine(json);
        }
        else
        {
            Print(findings);
        }

        return findings.Any(finding => finding.Level == FindingLevel.Wrong) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private IEnumerable<Finding> Look(string directory, KafkaLogOptions? kafka)
    {
        foreach (Finding finding in MachineCheck.Look())
        {
            yield return finding;
        }

        Finding place = DirectoryCheck.Look(directory);
        yield return place;
        if (place.Level != FindingLevel.Wrong)
        {
            string existing = Existing(Path.GetFullPath(directory));
            yield return RoomCheck.Look(existing);
            yield return SyncCheck.Look(existing, DiskFileSystem.Instance);
        }

        yield return LimitsCheck.Look();
        yield return ClockCheck.Look(_context.Time);
        if (kafka is not null)
        {
            yield return BrokerCheck.Look(kafka with { Timeout = Patience });
        }
    }

    /// <summary>The directory itself, or where it will be.</summary>
    private static string Existing(string directory)
    {
        while (!Directory.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return directory;
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""));

    private void Print(Finding[] findings)
    {
        TextTable.Write(
            _context, ["Check", "", "Found"],
            findings.Select(finding => new[] { finding.Check, DoctorJson.Word(finding.Level), finding.What }));
        foreach (Finding finding in findings.Where(finding => finding.Fix is not null))
        {
            _context.Out.WriteLine($"{DoctorJson.Word(finding.Level)}: {finding.Check}: {finding.Fix}");
        }

        _context.Out.WriteLine(findings.All(finding => finding.Level == FindingLevel.Good)
            ? "All is well." : "The rest is well.");
    }
}
