using System.CommandLine;

namespace Kappa.Cli;

/// <summary><c>kappa dlq</c>: topics of dead letters.</summary>
internal static class DlqCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "dlq", "Look at the records that a topology has sent to a topic of dead letters, and settle them.",
            "kappa dlq ls dead-flights", "kappa dlq show dead-flights --limit 5");
        command.Subcommands.Add(DlqLsCommand.Create(context));
        command.Subcommands.Add(DlqShowCommand.Create(context));
        command.Subcommands.Add(DlqSettleCommand.Retry(context));
        command.Subcommands.Add(DlqSettleCommand.Drop(context));
        return command;
    }
}
