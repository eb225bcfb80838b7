using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa config</c>: the configuration of a worker.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "config", "The configuration of a worker: write a file to begin with, show what counts, check it.",
            "kappa config init", "kappa config show --origin", "kappa config validate kappa.yaml");
        command.Subcommands.Add(ConfigInitCommand.Create(context));
        command.Subcommands.Add(ConfigShowCommand.Create(context));
        command.Subcommands.Add(ConfigValidateCommand.Create(context));
        return command;
    }

    /// <summary>The argument that names the file.</summary>
    public static Argument<string?> File(string description) => new("FILE")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
    };
}
