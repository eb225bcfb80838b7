using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa log</c>: the segment files themselves, of Kappa or of a broker.</summary>
internal static class LogCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "log", "Look at segment files, of Kappa's log or of a Kafka broker. Nothing is changed.",
            "kappa log verify kappa-demo", "kappa log inspect kappa-demo/log/flights-0");
        command.Subcommands.Add(LogInspectCommand.Create(context));
        command.Subcommands.Add(LogVerifyCommand.Create(context));
        return command;
    }
}
