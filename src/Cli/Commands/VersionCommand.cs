using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa version</c>: the versions of a topology.</summary>
internal static class VersionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "version", "Look at the versions of a topology, and rebuild a registry that is lost.",
            "kappa version ls flight-delays", "kappa version describe flight-delays 2");
        command.Subcommands.Add(VersionLsCommand.Create(context));
        command.Subcommands.Add(VersionDescribeCommand.Create(context));
        command.Subcommands.Add(VersionRebuildCommand.Create(context));
        return command;
    }
}
