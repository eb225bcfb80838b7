using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa config validate</c>: whether a worker would take the configuration.</summary>
internal static class ConfigValidateCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string?> file = ConfigCommand.File(
            "The file. The default is KAPPA_CONFIG, or kappa.yaml here where there is one.");
        var command = new CliCommand(
            "validate", "Check the configuration, secrets included; exit 78 and the place when something is wrong.",
            "kappa config validate", "kappa config validate /etc/kappa/kappa.yaml");
        command.Arguments.Add(file);
        command.SetAction(parsed =>
        {
            WorkerConfiguration.Load(context, parsed.GetValue(file)).Validate();
            context.Out.WriteLine("The configuration is right.");
            return ExitCodes.Done;
        });
        return command;
    }
}
