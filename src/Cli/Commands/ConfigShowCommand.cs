using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa config show</c>: what each setting is, and who said so; secrets are not looked up.</summary>
internal static class ConfigShowCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string?> file = ConfigCommand.File(
            "The file. The default is KAPPA_CONFIG, or kappa.yaml here where there is one.");
        var origin = new Option<bool>("--origin")
        {
            Description = "Say where each value is from: a place in the file, a variable, or the default.",
        };
        var command = new CliCommand(
            "show", "Show what each setting is, without secrets.",
            "kappa config show", "kappa config show --origin", "kappa config show /etc/kappa/kappa.yaml");
        command.Arguments.Add(file);
        command.Options.Add(origin);
        command.SetAction(parsed =>
        {
            var configuration = WorkerConfiguration.Load(context, parsed.GetValue(file));
            bool withOrigin = parsed.GetValue(origin);
            string[] head = ["Setting", "Value"];
            TextTable.Write(
                context, withOrigin ? [.. head, "From"] : head,
                Rows(configuration).Select(row => withOrigin ? row : row[..2]));
            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<string[]> Rows(WorkerConfiguration configuration) => SettingList.All
        .Select(setting => (setting.Key, Value: configuration.Shown(setting), setting.Default))
        .Select(row => new[]
        {
            row.Key, row.Value.Text is { } text ? SecretReference.Shown(row.Key, text) : row.Default, row.Value.Origin,
        })
        .Concat(configuration.KafkaEntries.Select(
            entry => new[] { entry.Key, SecretReference.Shown(entry.Key, entry.Value), entry.Place }));
}
